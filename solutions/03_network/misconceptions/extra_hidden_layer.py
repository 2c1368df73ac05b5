"""How many arrows from layer to layer does the picture show, and how many linear layers do you have?"""
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 128)
        self.more = nn.Linear(128, 128)
        self.output = nn.Linear(128, 10)

    def forward(self, x):
        h = torch.relu(self.hidden(x.flatten(1)))
        return self.output(torch.relu(self.more(h)))
