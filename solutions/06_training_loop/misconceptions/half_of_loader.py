"""Your epoch ends early: how many batches does the loader have, and how many do you use?

task = 6.3
"""

def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device)
    losses = []
    for _ in range(epochs):
        model.train()
        total, samples = 0.0, 0
        for i, (inputs, targets) in enumerate(loader):
            if i >= len(loader) // 2:
                break
            inputs, targets = inputs.to(device), targets.to(device)
            total += train_step(model, inputs, targets, criterion, optimizer) * len(targets)
            samples += len(targets)
        losses.append(total / samples)
    return losses
