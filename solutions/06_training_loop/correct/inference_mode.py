"""Uses inference mode, and the place in the ranking of each row for the decision."""

def evaluate(model, loader, criterion, device):
    training = model.training
    model = model.to(device)
    model = model.eval()
    with torch.inference_mode():
        total, hits, n = 0.0, 0, 0
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += float(criterion(outputs, targets)) * inputs.shape[0]
            hits += (outputs.topk(1).indices.squeeze(1) == targets).sum().item()
            n += inputs.shape[0]
    model.train(mode=training)
    return total / n, hits / n
