# fault: the inputs are laid out in 32 rows, whatever the batch.
# lost: 6.1
# also: 6.2, 6.3, 6.5, 6.6
# kind: exception


def train_step(model, inputs, targets, criterion, optimizer):
    rows = inputs.reshape(32, -1)  # <-
    cost = criterion(model(rows), targets)
    optimizer.zero_grad()
    cost.backward()
    optimizer.step()
    return cost.item()
