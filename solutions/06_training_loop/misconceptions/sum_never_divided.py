"""Your sum counts the loss of every sample, and nothing divides it. By how many is a sum divided to be a mean?

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
        losses.append(total)
    return losses
