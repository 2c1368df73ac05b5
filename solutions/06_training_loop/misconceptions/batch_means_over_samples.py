"""The losses of the batches are means already, and you divide their sum by the number of samples. Which of the two
numbers must be weighted with the other?
"""

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
        losses.append(total / samples)
    return losses
