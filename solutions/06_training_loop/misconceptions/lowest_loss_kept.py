"""The losses of a training may rise, and yours never do. Whose loss stands in your list when an epoch is worse than the one
before?

task = 6.3
"""

def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device)
    losses, lowest = [], float("inf")
    for _ in range(epochs):
        model.train()
        total, samples = 0.0, 0
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += train_step(model, inputs, targets, criterion, optimizer) * len(targets)
            samples += len(targets)
        lowest = min(lowest, total / samples)
        losses.append(lowest)
    return losses
