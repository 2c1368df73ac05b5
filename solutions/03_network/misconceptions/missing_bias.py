"""What does your network answer for an all-black picture, and which letters of the formula are missing?"""
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 128, bias=False)
        self.output = nn.Linear(128, 10, bias=False)

    def forward(self, x):
        h = torch.relu(self.hidden(x.flatten(1)))
        return self.output(h)
