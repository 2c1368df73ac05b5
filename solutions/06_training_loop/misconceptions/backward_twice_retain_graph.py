"""The weights move too far, although the order of the steps is right. How many times are slopes asked for before
they move? Count each `backward`, also those within a function that the optimizer calls.


task = 6.1
"""

def train_step(model, inputs, targets, criterion, optimizer):
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    loss.backward(retain_graph=True)
    loss.backward()
    optimizer.step()
    return loss.item()
