"""Small slopes are used as they are, and large ones are cut off. Which of your lines is not among the four steps, and what
does it do to a large slope?

task = 6.1, 6.2
"""

LARGEST = 1.0  # or 0.1, 0.2, 0.5


def train_step(model, inputs, targets, criterion, optimizer):
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    loss.backward()
    nn.utils.clip_grad_value_(model.parameters(), LARGEST)
    optimizer.step()
    return loss.item()
