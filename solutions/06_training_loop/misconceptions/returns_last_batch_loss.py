"""Does one batch speak for the whole epoch? Your loss is that of the last batch alone."""

def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device)
    losses = []
    for _ in range(epochs):
        model.train()
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            loss = train_step(model, inputs, targets, criterion, optimizer)
        losses.append(loss)
    return losses
