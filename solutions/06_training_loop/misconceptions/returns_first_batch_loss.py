"""Does one batch speak for the whole epoch? Your loss is that of the first batch alone."""

def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device)
    losses = []
    for _ in range(epochs):
        model.train()
        found = []
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            found.append(train_step(model, inputs, targets, criterion, optimizer))
        losses.append(found[0])
    return losses
