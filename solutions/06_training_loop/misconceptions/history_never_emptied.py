"""Train twice and look at the second list. When is your list made: with each call, or once for all of them?"""

def train(model, loader, criterion, optimizer, epochs, device, losses=[]):
    model.to(device)
    for _ in range(epochs):
        model.train()
        total, samples = 0.0, 0
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += train_step(model, inputs, targets, criterion, optimizer) * len(targets)
            samples += len(targets)
        losses.append(total / samples)
    return losses
