"""Takes the loss to NumPy by force, from whatever device it is on."""

def train_step(model, inputs, targets, criterion, optimizer):
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    loss.backward()
    optimizer.step()
    return loss.numpy(force=True).item()
