"""Keeps a running mean of the loss, in which a batch counts by its size."""

def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device=device, non_blocking=True)
    losses = []
    for epoch in range(1, epochs + 1):
        model.train(True)
        mean, count = 0.0, 0
        for number, (inputs, targets) in enumerate(loader, start=1):
            inputs = inputs.to(device=device, non_blocking=True)
            targets = targets.to(device=device, non_blocking=True)
            loss = train_step(model, inputs, targets, criterion, optimizer)
            count += len(inputs)
            mean += (loss - mean) * len(inputs) / count
            print(f"epoch {epoch}, batch {number}: {loss:.4f}", end="\r")
        losses.append(mean)
    return losses
