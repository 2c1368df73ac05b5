"""The loss of the second epoch carries something of the first along. Where should the counting
start again?
"""

def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device)
    losses = []
    total, samples = 0.0, 0
    for _ in range(epochs):
        model.train()
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += train_step(model, inputs, targets, criterion, optimizer) * len(targets)
            samples += len(targets)
        losses.append(total / samples)
    return losses
