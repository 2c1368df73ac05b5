"""You keep the batches of the first walk and use them for every epoch. What does a loader that shuffles offer on the
next walk?
"""

def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device)
    losses = []
    batches = list(loader)
    for _ in range(epochs):
        model.train()
        total, samples = 0.0, 0
        for inputs, targets in batches:
            inputs, targets = inputs.to(device), targets.to(device)
            total += train_step(model, inputs, targets, criterion, optimizer) * len(targets)
            samples += len(targets)
        losses.append(total / samples)
    return losses
