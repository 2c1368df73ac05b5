"""Your sum counts every sample, and you divide it by the number of batches. How many does it hold the losses of?

task = 6.3
"""
def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device)
    losses = []
    for _ in range(epochs):
        model.train()
        total = 0.0
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += train_step(model, inputs, targets, criterion, optimizer) * len(targets)
        losses.append(total / len(loader))
    return losses
