"""How many arrows from layer to layer does the picture show, and how many linear layers do you have?"""

WIDTH = 128  # or 10, 16, 32, 64, 100, 256


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 128)
        self.more = nn.Linear(128, WIDTH)
        self.output = nn.Linear(WIDTH, 10)

    def forward(self, x):
        h = torch.relu(self.hidden(x.flatten(1)))
        return self.output(torch.relu(self.more(h)))
