"""Look at the line that should clear the slopes: does it call something, or does it only name it?"""

def train_step(model, inputs, targets, criterion, optimizer):
    optimizer.zero_grad
    loss = criterion(model(inputs), targets)
    loss.backward()
    optimizer.step()
    return loss.item()
