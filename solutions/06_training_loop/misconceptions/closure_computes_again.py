"""The weights move too far. How often are slopes added up before they move? Count each `backward`, also those within a
function that the optimizer calls.

task = 6.1
"""

def train_step(model, inputs, targets, criterion, optimizer):
    def closure():
        loss = criterion(model(inputs), targets)
        loss.backward()
        return loss

    optimizer.zero_grad()
    loss = closure()
    optimizer.step(closure)
    return loss.item()
