"""The losses of a whole epoch are put together before the weights move once. How many steps should an epoch with ten
batches make?

task = 6.3
"""

def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device)
    losses = []
    for _ in range(epochs):
        model.train()
        optimizer.zero_grad()
        total, samples = 0.0, 0
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total = total + criterion(model(inputs), targets) * len(targets)
            samples += len(targets)
        loss = total / samples
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
