"""Print a picture before and after the call: the caller would like to use it again."""
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 128)
        self.output = nn.Linear(128, 10)

    def forward(self, x):
        x /= x.abs().max()
        h = torch.relu(self.hidden(x.flatten(1)))
        return self.output(h)
