"""Your loss becomes smaller the more samples there are. What has the criterion divided by
already?
"""

def train_step(model, inputs, targets, criterion, optimizer):
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    loss.backward()
    optimizer.step()
    return loss.item() / len(inputs)
