"""What does a criterion get in your training, and what does it get in your evaluation? Try one other than cross-entropy.

task = 6.4
"""


def evaluate(model, loader, criterion, device):
    was_training = model.training
    model.to(device)
    model.eval()
    total, right, count = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs.log_softmax(dim=1), targets).item() * len(inputs)
            right += (outputs.argmax(dim=1) == targets).sum().item()
            count += len(inputs)
    model.train(was_training)
    return total / count, right / count
