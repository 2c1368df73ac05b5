"""The model that computes the loss is not the one whose weights the optimizer holds. Which of your lines makes a
second model?

task = 6.3
"""

import copy


def train(model, loader, criterion, optimizer, epochs, device):
    model = copy.deepcopy(model).to(device)
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
