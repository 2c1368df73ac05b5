"""While you only look, nobody will ask for slopes. Who tells autograd that it need not write anything down,
and for which of your lines does it hold?"""

def evaluate(model, loader, criterion, device):
    was_training = model.training
    model.to(device)
    model.eval()
    total, right, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        total += criterion(outputs, targets).item() * len(targets)
        right += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(targets)
    model.train(was_training)
    return total / samples, right / samples
