"""No weight moves, because no slope lies in its `.grad` when the step is taken. Which of the four steps writes into `.grad`,
and do you call it?
"""

def train_step(model, inputs, targets, criterion, optimizer):
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    optimizer.step()
    return loss.item()
