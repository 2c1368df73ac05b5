"""In which order must 'measure the slope' and 'take the step' happen? Your optimizer moves before it knows which way
is down.
"""

def train_step(model, inputs, targets, criterion, optimizer):
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    optimizer.step()
    loss.backward()
    return loss.item()
