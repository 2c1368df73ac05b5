"""The accuracy is right, and in your loss there is nothing of the losses. Which of your lines gives their total another
value?

task = 6.4
"""

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
            total = len(targets)
            right += (outputs.argmax(dim=1) == targets).sum().item()
            samples += total
    model.train(was_training)
    return total / samples, right / samples
