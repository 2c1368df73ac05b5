"""Counts epochs with while, and takes the batches out of an iterator until it is empty."""

def train(model, loader, criterion, optimizer, epochs, device):
    model = model.to(device)
    history = []
    epoch = 0
    while epoch < epochs:
        model.train()
        batches = iter(loader)
        seen, loss_sum = 0, 0.0
        while True:
            try:
                x, y = next(batches)
            except StopIteration:
                break
            x, y = x.to(device), y.to(device)
            loss_sum += x.size(0) * train_step(model, x, y, criterion, optimizer)
            seen += x.size(0)
        history += [loss_sum / seen]
        epoch += 1
    return history
