"""Look at the line that should move the weights: a function that is only named, and not called, does nothing."""

def train_step(model, inputs, targets, criterion, optimizer):
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    loss.backward()
    optimizer.step
    return loss.item()
