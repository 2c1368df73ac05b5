"""How many samples does your accuracy stand for? Only those of one batch."""

def evaluate(model, loader, criterion, device):
    was_training = model.training
    model.to(device)
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(targets)
            accuracy = (outputs.argmax(dim=1) == targets).float().mean().item()
            samples += len(targets)
    model.train(was_training)
    return total / samples, accuracy
