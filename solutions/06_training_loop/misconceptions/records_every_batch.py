"""How many numbers does the caller expect for each epoch, and how many do you add to the list?"""

def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device)
    losses = []
    for _ in range(epochs):
        model.train()
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            losses.append(train_step(model, inputs, targets, criterion, optimizer))
    return losses
