"""Switches autograd off with a decorator, and restores the mode in a finally clause."""

@torch.no_grad()
def evaluate(model, loader, criterion, device):
    before = model.training
    model.to(device)
    try:
        model.eval()
        loss = correct = 0.0
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            scores = model(x)
            loss += criterion(scores, y).item() * len(y)
            correct += (torch.max(scores, 1)[1] == y).sum().item()
    finally:
        model.train(before)
    return loss / len(loader.dataset), correct / len(loader.dataset)
