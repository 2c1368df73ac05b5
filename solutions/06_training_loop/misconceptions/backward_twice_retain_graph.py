"""The weights move too far, although the order of the steps is right. How many times do you ask for the slopes of
this one loss?


task = 6.1
"""

def train_step(model, inputs, targets, criterion, optimizer):
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    loss.backward(retain_graph=True)
    loss.backward()
    optimizer.step()
    return loss.item()
