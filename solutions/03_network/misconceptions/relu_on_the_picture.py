"""ReLU comes after a layer. What does it do to the pixels themselves?

task = 3.2
"""
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 128)
        self.output = nn.Linear(128, 10)

    def forward(self, x):
        h = self.hidden(torch.relu(x.flatten(1)))
        return self.output(h)
