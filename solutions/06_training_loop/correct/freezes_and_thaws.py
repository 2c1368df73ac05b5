"""Freezes the weights while it evaluates, so that no graph arises, and thaws those that were not frozen before."""


def evaluate(model, loader, criterion, device):
    training = model.training
    thawed = [parameter for parameter in model.parameters() if parameter.requires_grad]
    model.to(device).eval()
    for parameter in thawed:
        parameter.requires_grad_(False)
    total, right, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        total += criterion(outputs, targets).item() * len(targets)
        right += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(targets)
    for parameter in thawed:
        parameter.requires_grad_(True)
    model.train(training)
    return total / samples, right / samples
