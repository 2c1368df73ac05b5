"""Each step starts with a new optimizer. What did the one that you were given know and remember that the new one
does not?
"""

def train_step(model, inputs, targets, criterion, optimizer):
    optimizer = type(optimizer)(model.parameters(), lr=optimizer.param_groups[0]["lr"])
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    loss.backward()
    optimizer.step()
    return loss.item()
