"""Hands the first three steps to the optimizer as a closure, which gives the loss back."""

def train_step(model, inputs, targets, criterion, optimizer):
    def closure():
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        return loss

    return optimizer.step(closure).item()
