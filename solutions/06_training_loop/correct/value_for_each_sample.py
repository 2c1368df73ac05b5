"""Writes the loss down once for each sample, and takes the plain mean at the end."""

def train(model, loader, criterion, optimizer, epochs, device):
    device = torch.device(device)
    model.to(device)
    res = []
    for e in range(epochs):
        model.train()
        losses = torch.tensor([], dtype=torch.float64)
        for x, y in loader:
            v = train_step(model, x.to(device), y.to(device), criterion, optimizer)
            losses = torch.cat([losses, torch.full((len(x),), v, dtype=torch.float64)])
        res.append(losses.mean().item())
    return res
