"""The batches arrive on the device, and one who should meet them there is missing. List all that takes part in the
forward pass, and where each of them lives.
"""

def train(model, loader, criterion, optimizer, epochs, device):
    losses = []
    for _ in range(epochs):
        model.train()
        total, samples = 0.0, 0
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += train_step(model, inputs, targets, criterion, optimizer) * len(targets)
            samples += len(targets)
        losses.append(total / samples)
    return losses
