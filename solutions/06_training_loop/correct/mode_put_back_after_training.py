"""Gives the model back in the mode in which it came."""

def train(model, loader, criterion, optimizer, epochs, device):
    was = model.training
    model.to(device)
    model.train()
    res = []
    for e in range(epochs):
        t = n = 0
        for x, y in loader:
            t += train_step(model, x.to(device), y.to(device), criterion, optimizer) * len(y)
            n += len(y)
        res.append(t / n)
    model.train(was)
    return res
