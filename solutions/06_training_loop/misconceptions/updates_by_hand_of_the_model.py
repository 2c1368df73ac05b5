"""Your weights always move by the rule of plain SGD. What if the optimizer that you were given follows another rule,
or remembers something from step to step?
"""


def train_step(model, inputs, targets, criterion, optimizer):
    model.zero_grad()
    loss = criterion(model(inputs), targets)
    loss.backward()
    lr = optimizer.param_groups[0]["lr"]
    with torch.no_grad():
        for p in model.parameters():
            if p.grad is not None:
                p -= lr * p.grad
    return loss.item()
