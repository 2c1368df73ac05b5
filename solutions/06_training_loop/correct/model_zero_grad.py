"""Clears the slopes through the model, in the middle of the step."""

def train_step(model, inputs, targets, criterion, optimizer):
    outputs = model(inputs)
    loss = criterion(outputs, targets)
    model.zero_grad()
    loss.backward()
    optimizer.step()
    return float(loss)
