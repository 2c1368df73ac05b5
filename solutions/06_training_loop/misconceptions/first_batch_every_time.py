"""You ask the loader to begin anew for every step. Which batch does it hand out first?

task = 6.3
"""

def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device)
    losses = []
    for _ in range(epochs):
        model.train()
        total, samples = 0.0, 0
        for _ in range(len(loader)):
            inputs, targets = next(iter(loader))
            inputs, targets = inputs.to(device), targets.to(device)
            total += train_step(model, inputs, targets, criterion, optimizer) * len(targets)
            samples += len(targets)
        losses.append(total / samples)
    return losses
