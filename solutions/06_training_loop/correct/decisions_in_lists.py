"""Gathers decisions and targets in lists, and counts in Python."""

def evaluate(model, loader, criterion, device):
    was = model.training
    model.to(device).eval()
    preds, truth, total = ([], [], 0.0)
    with torch.no_grad():
        for x, y in loader:
            z = model(x.to(device))
            total += criterion(z, y.to(device)).item() * len(y)
            preds += z.argmax(dim=-1).tolist()
            truth += y.tolist()
    if was:
        model.train()
    else:
        model.eval()
    acc = sum((p == t for p, t in zip(preds, truth))) / len(truth)
    return (total / len(truth), acc)
