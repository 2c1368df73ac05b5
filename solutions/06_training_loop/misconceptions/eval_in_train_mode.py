"""Evaluate twice with a model that uses dropout: do you get the same number? Layers that behave differently while
training must be told that this is not training.


task = 6.4
"""

def evaluate(model, loader, criterion, device):
    was_training = model.training
    model.to(device)
    total, right, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(targets)
            right += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(targets)
    model.train(was_training)
    return total / samples, right / samples
