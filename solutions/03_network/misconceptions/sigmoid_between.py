"""The bend in the picture cuts off below zero and leaves the rest alone. Does yours?

task = 3.2
"""
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 128)
        self.output = nn.Linear(128, 10)

    def forward(self, x):
        h = torch.sigmoid(self.hidden(x.flatten(1)))
        return self.output(h)
