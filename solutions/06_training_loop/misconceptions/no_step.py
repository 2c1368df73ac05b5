"""The slopes are measured, and yet every weight is the same before and after. Who is it that moves the weights?"""

def train_step(model, inputs, targets, criterion, optimizer):
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    loss.backward()
    return loss.item()
