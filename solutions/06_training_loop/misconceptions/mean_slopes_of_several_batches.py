"""You gather the slopes of several batches before each step. How many steps should an epoch of three batches make?

task = 6.3
"""

COUNT = 4  # or 2, 3, 5, 8


def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device)
    losses = []
    for _ in range(epochs):
        model.train()
        optimizer.zero_grad()
        total, samples = 0.0, 0
        for number, (inputs, targets) in enumerate(loader):
            inputs, targets = inputs.to(device), targets.to(device)
            loss = criterion(model(inputs), targets)
            (loss / COUNT).backward()
            if (number + 1) % COUNT == 0:
                optimizer.step()
                optimizer.zero_grad()
            total += loss.item() * len(targets)
            samples += len(targets)
        losses.append(total / samples)
    return losses
