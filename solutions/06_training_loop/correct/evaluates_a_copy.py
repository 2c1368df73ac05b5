"""Evaluates a copy, so that nothing of the model itself can change."""

import copy


def evaluate(model, loader, criterion, device):
    model = copy.deepcopy(model).to(device).eval()
    total, right, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        with torch.no_grad():
            outputs = model(inputs)
            loss = criterion(outputs, targets)
        total += loss.item() * len(targets)
        right += (outputs.argmax(1) == targets).sum().item()
        samples += len(targets)
    return total / samples, right / samples
