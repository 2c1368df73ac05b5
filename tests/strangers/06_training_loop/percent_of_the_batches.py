# fault: the accuracy is in percent, and batch losses are averaged without their sizes.
# lost: 6.4
# also: 6.5
# kind: two


def evaluate(model, loader, criterion, device):
    was = model.training
    model.to(device)
    model.eval()
    losses, hits, seen = [], 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            scores = model(x)
            losses.append(criterion(scores, y).item())
            hits += (scores.argmax(1) == y).sum().item()
            seen += len(y)
    model.train(was)
    return sum(losses) / len(losses), hits / seen * 100  # <-
