"""Gathers the outputs of all batches and measures loss and accuracy once."""

def evaluate(model, loader, criterion, device):
    training = model.training
    model.to(device).eval()
    outputs, targets = [], []
    with torch.no_grad():
        for x, y in loader:
            outputs.append(model(x.to(device)))
            targets.append(y.to(device))
        outputs, targets = torch.cat(outputs), torch.cat(targets)
        loss = criterion(outputs, targets)
    model.train(training)
    accuracy = (outputs.argmax(1) == targets).float().mean()
    return loss.item(), accuracy.item()
