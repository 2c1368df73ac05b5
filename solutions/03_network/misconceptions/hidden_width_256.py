"""Compare your layer sizes with the picture in the task, number by number."""
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        h = torch.relu(self.hidden(x.flatten(1)))
        return self.output(h)
