"""Your weights move too far, the more the larger the batch is. Which number do you send back through the model?

task = 6.1
"""

def train_step(model, inputs, targets, criterion, optimizer):
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets) * len(inputs)
    loss.backward()
    optimizer.step()
    return loss.item() / len(inputs)
