"""The first epoch is right and the others move less and less. Which of your lines touches the learning rate, and
who asked for it?


task = 6.3
"""

FACTOR = 0.5  # or 0.1, 0.9, 0.95, 0.99


def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device)
    losses = []
    schedule = torch.optim.lr_scheduler.StepLR(optimizer, 1, FACTOR)
    for _ in range(epochs):
        model.train()
        total, samples = 0.0, 0
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += train_step(model, inputs, targets, criterion, optimizer) * len(targets)
            samples += len(targets)
        losses.append(total / samples)
        schedule.step()
    return losses
