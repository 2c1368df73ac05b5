"""Your step comes first and uses what the batch before has left behind. Which slopes are there for the very first
batch, and who uses those of the last?

task = 6.1
"""

def train_step(model, inputs, targets, criterion, optimizer):
    optimizer.step()
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    loss.backward()
    return loss.item()
