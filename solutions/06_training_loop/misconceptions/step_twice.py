"""One batch is one measurement of the slope. How many moves do you make with it?

task = 6.1
"""

def train_step(model, inputs, targets, criterion, optimizer):
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    loss.backward()
    optimizer.step()
    optimizer.step()
    return loss.item()
