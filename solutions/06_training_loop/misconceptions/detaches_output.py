"""Follow the chain from the loss back to the weights: somewhere between the model and the criterion it is cut."""

def train_step(model, inputs, targets, criterion, optimizer):
    optimizer.zero_grad()
    outputs = model(inputs).detach().requires_grad_()
    loss = criterion(outputs, targets)
    loss.backward()
    optimizer.step()
    return loss.item()
