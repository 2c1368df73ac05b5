"""You make a decision before you measure the loss. If a weight moved a tiny bit, would the decision change, and the
loss with it?
"""

def train_step(model, inputs, targets, criterion, optimizer):
    optimizer.zero_grad()
    outputs = model(inputs).argmax(dim=1)
    loss = criterion(outputs, targets)
    loss.backward()
    optimizer.step()
    return loss.item()
