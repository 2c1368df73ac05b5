"""NumPy reads ordinary memory. Where does the tensor live that you hand to it?"""

def evaluate(model, loader, criterion, device):
    was_training = model.training
    model.to(device)
    model.eval()
    total, right, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(targets)
            right += (outputs.numpy().argmax(axis=1) == targets.numpy()).sum()
            samples += len(targets)
    model.train(was_training)
    return total / samples, right / samples
