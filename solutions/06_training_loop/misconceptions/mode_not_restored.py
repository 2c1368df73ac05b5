"""The caller was in the middle of training. In which mode does it get the model back?"""

def evaluate(model, loader, criterion, device):
    model.to(device)
    model.eval()
    total, right, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(targets)
            right += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(targets)
    return total / samples, right / samples
