# fault: weights are held between -0.05 and 0.05 by a line that nobody asked for.
# lost: 6.1, 6.2
# also: 6.3, 6.5, 6.6
# kind: constant


def train_step(model, inputs, targets, criterion, optimizer):
    optimizer.zero_grad()
    cost = criterion(model(inputs), targets)
    cost.backward()
    optimizer.step()
    torch._foreach_clamp_max_([w.data for w in model.parameters()], 0.05)  # <-
    return cost.item()
