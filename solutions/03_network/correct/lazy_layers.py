"""Lazy layers, which find their input size at the first call."""
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.LazyLinear(128)
        self.fc2 = nn.LazyLinear(10)
        self.act = nn.ReLU(inplace=True)
        self.flat = nn.Flatten()

    def forward(self, x):
        return self.fc2(self.act(self.fc1(self.flat(x))))
