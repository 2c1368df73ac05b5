"""Your loop brings its own optimizer along. The one that you were given remembers its learning rate, its speed and
which weights it may move: does yours?


task = 6.3
"""

RATE = 0.001  # or 0.01


def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE)
    losses = []
    for _ in range(epochs):
        model.train()
        total, samples = 0.0, 0
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += train_step(model, inputs, targets, criterion, optimizer) * len(targets)
            samples += len(targets)
        losses.append(total / samples)
    return losses
