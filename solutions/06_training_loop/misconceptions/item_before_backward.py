"""You turn the loss into a plain number too early: does a number remember how it was computed?"""

def train_step(model, inputs, targets, criterion, optimizer):
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets).item()
    loss.backward()
    optimizer.step()
    return loss
