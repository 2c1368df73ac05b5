"""The numbers are on the screen. What does the caller of your function get?"""

def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device)
    for _ in range(epochs):
        model.train()
        total, samples = 0.0, 0
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += train_step(model, inputs, targets, criterion, optimizer) * len(targets)
            samples += len(targets)
        print(total / samples)
