"""Will this run on a laptop without a graphics card? Your program names a device itself."""

def train(model, loader, criterion, optimizer, epochs, device):
    model.to("cuda")
    losses = []
    for _ in range(epochs):
        model.train()
        total, samples = 0.0, 0
        for inputs, targets in loader:
            inputs, targets = inputs.to("cuda"), targets.to("cuda")
            total += train_step(model, inputs, targets, criterion, optimizer) * len(targets)
            samples += len(targets)
        losses.append(total / samples)
    return losses
