"""A criterion wants its two arguments in a certain order. Which comes first, what the model says or what is true?"""

def train_step(model, inputs, targets, criterion, optimizer):
    optimizer.zero_grad()
    loss = criterion(targets, model(inputs))
    loss.backward()
    optimizer.step()
    return loss.item()
