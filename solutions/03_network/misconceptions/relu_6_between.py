"""With pictures of strong contrast, how large can your hidden units get?

task = 3.2
"""
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 128)
        self.output = nn.Linear(128, 10)

    def forward(self, x):
        h = nn.functional.relu6(self.hidden(x.flatten(1)))
        return self.output(h)
