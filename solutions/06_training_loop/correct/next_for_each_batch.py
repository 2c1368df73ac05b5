"""Asks an iterator for as many batches as the loader says it has."""

def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device).train()
    losses = [0.0 for _ in range(epochs)]
    for epoch in range(epochs):
        batches = iter(loader)
        for _ in range(len(loader)):
            batch = next(batches)
            inputs = batch[0].to(device)
            targets = batch[1].to(device)
            loss = train_step(model, inputs, targets, criterion, optimizer)
            losses[epoch] += loss * inputs.shape[0] / len(loader.dataset)
    return losses
