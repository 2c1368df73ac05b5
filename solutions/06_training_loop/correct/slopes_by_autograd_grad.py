"""Asks autograd for the slopes as values and writes them into `.grad` itself."""

def train_step(model, inputs, targets, criterion, optimizer):
    loss = criterion(model(inputs), targets)
    parameters = [p for p in model.parameters() if p.requires_grad]
    for parameter, slope in zip(parameters, torch.autograd.grad(loss, parameters)):
        parameter.grad = slope
    optimizer.step()
    return loss.item()
