"""A loader that shuffles gives other batches on each walk. How many walks do you make in one epoch, and which of them
does the model learn from?
"""

def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device)
    losses = []
    for _ in range(epochs):
        model.train()
        total = 0.0
        samples = sum(len(targets) for _, targets in loader)
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += train_step(model, inputs, targets, criterion, optimizer) * len(targets)
        losses.append(total / samples)
    return losses
