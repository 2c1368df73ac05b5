"""The caller wants to see how the loss went from epoch to epoch. How many of your epochs can be seen in what you give
back?
"""

def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device)
    for _ in range(epochs):
        model.train()
        total, samples = 0.0, 0
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += train_step(model, inputs, targets, criterion, optimizer) * len(targets)
            samples += len(targets)
        loss = total / samples
    return loss
