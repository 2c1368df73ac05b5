"""Moves the model once and asks its parameters where they are, redundantly setting modes."""

def train_step(model, inputs, targets, criterion, optimizer):
    model.train()
    place = next(model.parameters()).device
    inputs, targets = inputs.to(place), targets.to(place)
    optimizer.zero_grad()
    outputs = model(inputs)
    loss = criterion(outputs, targets)
    loss.backward()
    optimizer.step()
    return loss.cpu().item()


def train(model, loader, criterion, optimizer, epochs, device):
    model.to(torch.device(device))
    losses = []
    for _ in range(epochs):
        pairs = [(train_step(model, *batch, criterion, optimizer), len(batch[0])) for batch in loader]
        losses.append(sum(loss * size for loss, size in pairs) / sum(size for _, size in pairs))
    model.eval()
    return losses
