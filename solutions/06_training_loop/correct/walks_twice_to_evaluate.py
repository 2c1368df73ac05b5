"""Walks through the data once for the loss and once for the accuracy."""

def _loss(model, loader, criterion, device):
    return sum(criterion(model(x.to(device)), y.to(device)).item() * len(y) for x, y in loader)


def _right(model, loader, device):
    count = 0
    for x, y in loader:
        decisions = model(x.to(device)).argmax(1).cpu()
        count += sum(int(a) == int(b) for a, b in zip(decisions, y))
    return count


def evaluate(model, loader, criterion, device):
    modes = {name: module.training for name, module in model.named_modules()}
    model.to(device).eval()
    samples = sum(len(y) for _, y in loader)
    with torch.no_grad():
        answer = _loss(model, loader, criterion, device) / samples, _right(model, loader, device) / samples
    for name, module in model.named_modules():
        module.training = modes[name]
    return answer
