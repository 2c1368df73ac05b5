"""`nn.ReLU` is a class: what do you get when you call a class?"""
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 128)
        self.output = nn.Linear(128, 10)

    def forward(self, x):
        h = nn.ReLU(self.hidden(x.flatten(1)))
        return self.output(h)
