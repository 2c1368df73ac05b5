"""Your hidden units lie between -1 and 1. Which range do those of the task have?

task = 3.2
"""
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 128)
        self.output = nn.Linear(128, 10)

    def forward(self, x):
        h = torch.tanh(self.hidden(x.flatten(1)))
        return self.output(h)
