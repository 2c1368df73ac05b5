"""Follow the chain from the loss back to the weights: what the criterion gets has no history. Where was it lost?"""

def train_step(model, inputs, targets, criterion, optimizer):
    optimizer.zero_grad()
    outputs = model(inputs).detach().requires_grad_()
    loss = criterion(outputs, targets)
    loss.backward()
    optimizer.step()
    return loss.item()
