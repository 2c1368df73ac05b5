"""An iterator can be walked once. Where do you make yours, and what is left of it in the second epoch?

task = 6.3
"""

def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device)
    losses = []
    batches = iter(loader)
    for _ in range(epochs):
        model.train()
        total, samples = 0.0, 0
        for inputs, targets in batches:
            inputs, targets = inputs.to(device), targets.to(device)
            total += train_step(model, inputs, targets, criterion, optimizer) * len(targets)
            samples += len(targets)
        losses.append(total / max(samples, 1))
    return losses
