"""How often do the weights move for one batch? Look into your train_step, too.

task = 6.3
"""

def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device)
    losses = []
    for _ in range(epochs):
        model.train()
        total, samples = 0.0, 0
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += train_step(model, inputs, targets, criterion, optimizer) * len(targets)
            optimizer.step()
            samples += len(targets)
        losses.append(total / samples)
    return losses
