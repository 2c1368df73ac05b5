"""Each of your losses is a tensor. What does a sum of loss tensors hold on to, batch after batch?"""

def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device)
    losses = []
    for _ in range(epochs):
        model.train()
        total, samples = 0.0, 0
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss * len(targets)
            samples += len(targets)
        losses.append(total / samples)
    return losses
