"""The weights move by the right amount and the loss grows. Are you walking downhill or uphill?

task = 6.1
"""

def train_step(model, inputs, targets, criterion, optimizer):
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    (-loss).backward()
    optimizer.step()
    return loss.item()
