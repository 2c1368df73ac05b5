"""A generator yields the loss of each epoch, and a list is made of it."""

def epoch_losses(model, loader, criterion, optimizer, epochs, device):
    for _ in range(epochs):
        model.train()
        t = [(train_step(model, x.to(device), y.to(device), criterion, optimizer), len(x)) for x, y in loader]
        yield (sum((l * n for l, n in t)) / sum((n for _, n in t)))


def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device)
    return list(epoch_losses(model, loader, criterion, optimizer, epochs, device))
