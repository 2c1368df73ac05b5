"""What you give back looks like a number on the screen. Can anyone add two of them up?"""

def train_step(model, inputs, targets, criterion, optimizer):
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    loss.backward()
    optimizer.step()
    return f"{loss.item():.4f}"
