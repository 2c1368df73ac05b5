"""Your network is 128 parameters short. Which part of the formula has 128 numbers?"""
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 128, bias=False)
        self.output = nn.Linear(128, 10)

    def forward(self, x):
        h = torch.relu(self.hidden(x.flatten(1)))
        return self.output(h)
