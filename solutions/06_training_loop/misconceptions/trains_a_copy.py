"""After your training the caller's model is as it was before. Which model's weights did you move?

task = 6.3
"""

import copy


def train(model, loader, criterion, optimizer, epochs, device):
    model = copy.deepcopy(model).to(device)
    optimizer = type(optimizer)(model.parameters(), **optimizer.defaults)
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
