"""The weights are others after you have looked. Which of the four steps of learning have a place here?

task = 6.4
"""

def evaluate(model, loader, criterion, device):
    was_training = model.training
    model.to(device)
    model.eval()
    total, right, samples = 0.0, 0, 0
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    with torch.enable_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(targets)
            right += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(targets)
    model.train(was_training)
    return total / samples, right / samples
