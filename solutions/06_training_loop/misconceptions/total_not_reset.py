"""From the second epoch on, your losses only ever grow. Which of your two counters begins anew with
each epoch, and which does not?
"""

def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device)
    losses = []
    total = 0.0
    for _ in range(epochs):
        model.train()
        samples = 0
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += train_step(model, inputs, targets, criterion, optimizer) * len(targets)
            samples += len(targets)
        losses.append(total / samples)
    return losses
