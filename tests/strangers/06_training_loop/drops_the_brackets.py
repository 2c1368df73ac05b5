# fault: the method that makes a number of the loss is named and not called.
# lost: 6.1
# also: 6.3, 6.5, 6.6
# kind: one


def train_step(model, inputs, targets, criterion, optimizer):
    optimizer.zero_grad()
    cost = criterion(model(inputs), targets)
    cost.backward()
    optimizer.step()
    return cost.item  # <-
