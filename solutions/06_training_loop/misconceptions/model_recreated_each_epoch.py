"""The second epoch starts where the first one started. Why is what was learnt in the first epoch gone?

task = 6.3
"""

import copy


def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device)
    losses = []
    start = copy.deepcopy(model.state_dict())
    for _ in range(epochs):
        model.load_state_dict(start)
        model.train()
        total, samples = 0.0, 0
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += train_step(model, inputs, targets, criterion, optimizer) * len(targets)
            samples += len(targets)
        losses.append(total / samples)
    return losses
