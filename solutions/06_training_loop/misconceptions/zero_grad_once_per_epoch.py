"""The first batch of an epoch is treated well and the others are not. How many batches' slopes are mixed by the time
of the last step?


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
            optimizer.step()
            total += loss.item() * len(targets)
            samples += len(targets)
        losses.append(total / samples)
    return losses
