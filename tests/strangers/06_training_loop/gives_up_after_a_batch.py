# fault: the epoch gives its mean back from inside the loop over epochs.
# lost: 6.3
# also: 6.5, 6.6
# kind: one


def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device)
    means = []
    for _ in range(epochs):
        model.train()
        weighted, seen = 0.0, 0
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            weighted += train_step(model, x, y, criterion, optimizer) * len(y)
            seen += len(y)
        means.append(weighted / seen)
        return means  # <-
