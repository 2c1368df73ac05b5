"""Your loop brings its own loss along. What happens to the criterion that you were given?

task = 6.1
"""

def train_step(model, inputs, targets, criterion, optimizer):
    optimizer.zero_grad()
    outputs = model(inputs)
    if targets.dim() == 1:
        targets = nn.functional.one_hot(targets, outputs.shape[1]).float()
    loss = nn.functional.mse_loss(outputs, targets)
    loss.backward()
    optimizer.step()
    return loss.item()
