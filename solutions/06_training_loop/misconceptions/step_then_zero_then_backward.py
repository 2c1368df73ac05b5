"""The weights move between the forward pass and the backward pass. Do the slopes that you measure then still belong
to the loss that you computed?

task = 6.1
"""

def train_step(model, inputs, targets, criterion, optimizer):
    loss = criterion(model(inputs), targets)
    optimizer.step()
    optimizer.zero_grad()
    loss.backward()
    return loss.item()
