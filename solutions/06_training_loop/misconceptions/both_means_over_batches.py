"""Your numbers are means over batches. Should a sample in a batch of 2 count more than a sample in a batch of 64?
"""

def evaluate(model, loader, criterion, device):
    was_training = model.training
    model.to(device)
    model.eval()
    total, right = 0.0, 0.0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item()
            right += (outputs.argmax(dim=1) == targets).float().mean().item()
    model.train(was_training)
    return total / len(loader), right / len(loader)
