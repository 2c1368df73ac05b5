"""Somebody had frozen a weight, and it moves. Which of your lines decides what may learn, and whose decision was
that?
"""

def train_step(model, inputs, targets, criterion, optimizer):
    for parameter in model.parameters():
        parameter.requires_grad_(True)
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    loss.backward()
    optimizer.step()
    return loss.item()
