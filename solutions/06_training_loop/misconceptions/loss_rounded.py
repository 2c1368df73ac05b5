"""The loss is nearly right. Who asked for two digits? Whoever adds up thousands of losses needs them whole."""

def train_step(model, inputs, targets, criterion, optimizer):
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    loss.backward()
    optimizer.step()
    return round(loss.item(), 2)
