"""You switch the recording of slopes off, which is right. And who switches it on again for the training that follows?"""

def evaluate(model, loader, criterion, device):
    was_training = model.training
    model.to(device)
    model.eval()
    torch.set_grad_enabled(False)
    total, right, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        total += criterion(outputs, targets).item() * len(targets)
        right += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(targets)
    model.train(was_training)
    return total / samples, right / samples
