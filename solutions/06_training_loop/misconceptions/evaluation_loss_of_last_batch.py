"""The loss is that of the last batch alone. Who speaks for the others?"""

def evaluate(model, loader, criterion, device):
    was_training = model.training
    model.to(device)
    model.eval()
    right, samples = 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            loss = criterion(outputs, targets).item()
            right += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(targets)
    model.train(was_training)
    return loss, right / samples
