"""Clears the slopes after the step instead of before the backward pass."""

def train_step(model, inputs, targets, criterion, optimizer):
    loss = criterion(model(inputs), targets)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    return loss.item()
