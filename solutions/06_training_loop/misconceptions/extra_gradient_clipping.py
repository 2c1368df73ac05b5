"""Small slopes are used as they are, and long ones are shortened. Which of your lines is not among the four steps, and what does it do
to a large slope?

task = 6.1, 6.2
"""

LONGEST = 1.0  # or 0.1, 0.25, 0.5, 2.0, 5.0


def train_step(model, inputs, targets, criterion, optimizer):
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm=LONGEST)
    optimizer.step()
    return loss.item()
