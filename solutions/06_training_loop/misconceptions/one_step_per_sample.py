"""You take the samples of a batch one by one. How many times may the weights move for one batch?

task = 6.1
"""

def train_step(model, inputs, targets, criterion, optimizer):
    total = 0.0
    for sample, target in zip(inputs, targets, strict=True):
        optimizer.zero_grad()
        loss = criterion(model(sample.unsqueeze(0)), target.unsqueeze(0))
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(inputs)
