"""Your mean is one over batches. Should a sample in a batch of 2 count more than a sample in a batch of 64?"""

def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device)
    losses = []
    for _ in range(epochs):
        model.train()
        total, samples = 0.0, 0
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += train_step(model, inputs, targets, criterion, optimizer)
            samples += len(targets)
        losses.append(total / len(loader))
    return losses
