"""You forbid the weights to have slopes, and they remember it. What will the next training step find?"""

def evaluate(model, loader, criterion, device):
    was_training = model.training
    model.to(device)
    model.eval()
    for p in model.parameters():
        p.requires_grad_(False)
    total, right, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        total += criterion(outputs, targets).item() * len(targets)
        right += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(targets)
    model.train(was_training)
    return total / samples, right / samples
