"""Gathers the batches of each walk on the device before it trains on them."""

def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device)
    res = []
    for e in range(epochs):
        model.train()
        batches = [(x.to(device), y.to(device)) for x, y in loader]
        total = 0.0
        for x, y in batches:
            total += train_step(model, x, y, criterion, optimizer) * len(x)
        res.append(total / sum((len(x) for x, _ in batches)))
    return res
