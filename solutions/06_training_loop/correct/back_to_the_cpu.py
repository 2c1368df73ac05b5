"""Takes the model back to where it was when the work is done."""

def train(model, loader, criterion, optimizer, epochs, device):
    home = next(model.parameters()).device
    model.to(device)
    model.train()
    losses = []
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            total += train_step(model, inputs.to(device), targets.to(device), criterion, optimizer) * len(inputs)
        losses.append(total / len(loader.dataset))
    model.to(home)
    return losses


def evaluate(model, loader, criterion, device):
    home, training = next(model.parameters()).device, model.training
    model.to(device).eval()
    total, right = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            right += (outputs.argmax(1) == targets).sum().cpu().numpy()
    model.to(home).train(training)
    return total / len(loader.dataset), right / len(loader.dataset)
