"""Your network is 10 parameters short. Which part of the formula has 10 numbers?"""
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 128)
        self.output = nn.Linear(128, 10, bias=False)

    def forward(self, x):
        h = torch.relu(self.hidden(x.flatten(1)))
        return self.output(h)
