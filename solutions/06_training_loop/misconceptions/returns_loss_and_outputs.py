"""The caller asked for one number. How many things do you put into its hands?"""

def train_step(model, inputs, targets, criterion, optimizer):
    optimizer.zero_grad()
    outputs = model(inputs)
    loss = criterion(outputs, targets)
    loss.backward()
    optimizer.step()
    return loss.item(), outputs
