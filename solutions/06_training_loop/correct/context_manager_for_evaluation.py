"""A context manager of one's own turns evaluation on and off, module by module."""

from contextlib import contextmanager

@contextmanager

def evaluating(model):
    modes = {m: m.training for m in model.modules()}
    model.eval()
    try:
        with torch.no_grad():
            yield
    finally:
        for m, t in modes.items():
            m.training = t


def evaluate(model, loader, criterion, device):
    model.to(device)
    with evaluating(model):
        L, A, N = (0.0, 0.0, 0)
        for x, y in loader:
            x, y = (x.to(device), y.to(device))
            s = model(x)
            L += criterion(s, y).item() * len(y)
            A += (s.argmax(1) == y).float().mean().item() * len(y)
            N += len(y)
    return (L / N, A / N)
