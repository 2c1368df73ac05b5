"""Both of your numbers are tensors. What would a report, or a file, do with those?"""

def evaluate(model, loader, criterion, device):
    was_training = model.training
    model.to(device)
    model.eval()
    total, right, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets) * len(targets)
            right += (outputs.argmax(dim=1) == targets).sum()
            samples += len(targets)
    model.train(was_training)
    return total / samples, right / samples
