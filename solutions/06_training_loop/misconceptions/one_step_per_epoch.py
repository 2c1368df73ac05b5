"""The slopes of a whole epoch are gathered before the weights move once. How many steps should an epoch with ten
batches make?


task = 6.3
"""

def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device)
    losses = []
    for _ in range(epochs):
        model.train()
        total, samples = 0.0, 0
        optimizer.zero_grad()
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            loss = criterion(model(inputs), targets)
            loss.backward()
            total += loss.item() * len(targets)
            samples += len(targets)
        optimizer.step()
        losses.append(total / samples)
    return losses
