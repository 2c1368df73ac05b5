"""Something stands between the model and the criterion that nobody asked for. Cross-entropy does not notice it: would
every criterion?


task = 6.1
"""

def train_step(model, inputs, targets, criterion, optimizer):
    optimizer.zero_grad()
    loss = criterion(model(inputs).log_softmax(dim=1), targets)
    loss.backward()
    optimizer.step()
    return loss.item()
