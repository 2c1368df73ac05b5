"""Something stands between the model and the criterion that nobody asked for. How far apart can two outputs be
after it?


task = 6.1
"""

def train_step(model, inputs, targets, criterion, optimizer):
    optimizer.zero_grad()
    loss = criterion(torch.sigmoid(model(inputs)), targets)
    loss.backward()
    optimizer.step()
    return loss.item()
