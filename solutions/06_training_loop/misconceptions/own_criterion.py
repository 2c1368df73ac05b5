"""Your loop brings its own loss along. What happens to the criterion that you were given?

task = 6.1
"""

def train_step(model, inputs, targets, criterion, optimizer):
    criterion = nn.CrossEntropyLoss()
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    loss.backward()
    optimizer.step()
    return loss.item()
