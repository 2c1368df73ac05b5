"""Each batch counts as if it were full. How many samples are in the last one?"""

def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device)
    losses = []
    for _ in range(epochs):
        model.train()
        total = 0.0
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += train_step(model, inputs, targets, criterion, optimizer) * loader.batch_size
        losses.append(total / len(loader.dataset))
    return losses
