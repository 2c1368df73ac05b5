"""Nobody will take a step here. What are the slopes for that you measure?"""

def evaluate(model, loader, criterion, device):
    was_training = model.training
    model.to(device)
    model.eval()
    total, right, samples = 0.0, 0, 0
    with torch.enable_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            total += loss.item() * len(targets)
            right += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(targets)
    model.train(was_training)
    return total / samples, right / samples
