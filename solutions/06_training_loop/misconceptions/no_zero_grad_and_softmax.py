"""The first step is right and the second is not. What is still lying in `.grad` when the second batch arrives?"""

def train_step(model, inputs, targets, criterion, optimizer):
    loss = criterion(torch.softmax(model(inputs), dim=1), targets)
    loss.backward()
    optimizer.step()
    return loss.item()
