"""One helper walks through the data for training and for evaluation; an optimizer says which."""

def _epoch(model, loader, criterion, device, optimizer=None):
    model.to(device)
    model.train(optimizer is not None)
    total = right = samples = 0
    with torch.set_grad_enabled(optimizer is not None):
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            if optimizer is not None:
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            total += loss.item() * len(inputs)
            if outputs.ndim == 2 and targets.ndim == 1:
                right += outputs.max(1).indices.eq(targets).sum().item()
            samples += len(inputs)
    return total / samples, right / samples


def train(model, loader, criterion, optimizer, epochs, device):
    return [_epoch(model, loader, criterion, device, optimizer)[0] for _ in range(epochs)]


def evaluate(model, loader, criterion, device):
    before = model.training
    result = _epoch(model, loader, criterion, device)
    model.train(before)
    return result
