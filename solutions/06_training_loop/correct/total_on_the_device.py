"""Adds the losses up on the device and reads the sum once an epoch."""

def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device)
    losses = []
    for _ in range(epochs):
        model.train()
        total = torch.zeros((), device=device)
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.detach() * len(targets)
        losses.append(total.item() / len(loader.dataset))
    return losses


def evaluate(model, loader, criterion, device):
    mode = model.training
    model.to(device).eval()
    total = torch.tensor(0.0, device=device)
    right = torch.zeros(1, dtype=torch.int64, device=device)
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets) * targets.numel()
            right += torch.eq(torch.argmax(outputs, -1), targets).sum()
    model.train(mode)
    return float(total) / len(loader.dataset), float(right) / len(loader.dataset)
