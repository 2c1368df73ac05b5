"""Switches autograd off and on again as it was, and decides by probabilities."""

def evaluate(model, loader, criterion, device):
    recording, training = torch.is_grad_enabled(), model.training
    torch.set_grad_enabled(False)
    model.eval()
    model.to(device)
    total, right, samples = 0.0, 0, 0
    for inputs, targets in loader:
        outputs = model(inputs.to(device))
        targets = targets.to(outputs.device)
        total += criterion(outputs, targets).item() * len(targets)
        right += (outputs.softmax(dim=-1).argmax(dim=-1) == targets).float().sum().item()
        samples += len(targets)
    torch.set_grad_enabled(recording)
    model.train(training)
    return total / samples, right / samples
