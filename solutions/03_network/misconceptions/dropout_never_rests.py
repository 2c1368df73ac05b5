"""Ask your network twice for the same picture, after `eval()`. Which part of it has not heard of the mode?

task = 3.2
"""

SHARE = 0.5  # or 0.1, 0.2, 0.25, 0.3


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 128)
        self.output = nn.Linear(128, 10)

    def forward(self, x):
        h = torch.relu(self.hidden(x.flatten(1)))
        return self.output(nn.functional.dropout(h, SHARE))
