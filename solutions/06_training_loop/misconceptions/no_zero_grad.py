"""Print the slopes before the second step. What is still lying in `.grad` when the second batch arrives?"""

def train_step(model, inputs, targets, criterion, optimizer):
    loss = criterion(model(inputs), targets)
    loss.backward()
    optimizer.step()
    return loss.item()
