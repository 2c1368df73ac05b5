"""Where does the picture of the network show the ReLU, and where is yours?

task = 3.2
"""
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 128)
        self.output = nn.Linear(128, 10)

    def forward(self, x):
        return torch.relu(self.output(self.hidden(x.flatten(1))))
