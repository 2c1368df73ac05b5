"""Your loss grows with the number of samples. Did the criterion not already take the mean?"""

def train_step(model, inputs, targets, criterion, optimizer):
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    loss.backward()
    optimizer.step()
    return loss.item() * len(inputs)
