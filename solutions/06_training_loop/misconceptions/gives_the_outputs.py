"""You give back what the model said. The task asks for the one number that says how wrong it was.

task = 6.1
"""
def train_step(model, inputs, targets, criterion, optimizer):
    optimizer.zero_grad()
    outputs = model(inputs)
    loss = criterion(outputs, targets)
    loss.backward()
    optimizer.step()
    return outputs
