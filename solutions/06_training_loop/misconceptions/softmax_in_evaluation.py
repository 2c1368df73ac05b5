"""Decisions do not change by it, and the loss does. What do you do to the outputs before the criterion sees them?

task = 6.4
"""

def evaluate(model, loader, criterion, device):
    was_training = model.training
    model.to(device)
    model.eval()
    total, right, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs).softmax(dim=1)
            total += criterion(outputs, targets).item() * len(targets)
            right += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(targets)
    model.train(was_training)
    return total / samples, right / samples
