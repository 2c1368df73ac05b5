"""The weights are right, but the loss belongs to another moment: was it measured before or after they moved?"""

def train_step(model, inputs, targets, criterion, optimizer):
    optimizer.zero_grad()
    criterion(model(inputs), targets).backward()
    optimizer.step()
    return criterion(model(inputs), targets).item()
