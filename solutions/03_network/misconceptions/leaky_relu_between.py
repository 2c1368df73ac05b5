"""What comes out of your bend for -1.5? Look at the little table in the lesson.

task = 3.2
"""
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 128)
        self.output = nn.Linear(128, 10)

    def forward(self, x):
        h = nn.functional.leaky_relu(self.hidden(x.flatten(1)))
        return self.output(h)
