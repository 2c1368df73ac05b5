"""Each epoch starts with a new optimizer. What did the old one remember that the new one does not know?

task = 6.3
"""

def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device)
    losses = []
    for _ in range(epochs):
        model.train()
        optimizer = type(optimizer)(model.parameters(), **optimizer.defaults)
        total, samples = 0.0, 0
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += train_step(model, inputs, targets, criterion, optimizer) * len(targets)
            samples += len(targets)
        losses.append(total / samples)
    return losses
