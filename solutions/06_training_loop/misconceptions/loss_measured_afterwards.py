"""Your loss is that of the model at the end of the epoch. Asked for is the mean of the losses that the steps found on
the way.
"""

def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device)
    losses = []
    for _ in range(epochs):
        model.train()
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            train_step(model, inputs, targets, criterion, optimizer)
        losses.append(evaluate(model, loader, criterion, device)[0])
    return losses
