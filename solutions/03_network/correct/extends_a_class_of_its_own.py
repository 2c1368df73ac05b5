"""Extends a class of its own, and looks at the picture through convolutions."""

class Base(nn.Module):
    pass
class Network(Base):
    def __init__(self):
        super().__init__()
        self.one = nn.Conv2d(1, 128, 28)
        self.two = nn.Conv2d(128, 10, 1)
    def forward(self, x):
        return self.two(self.one(x.reshape(-1, 1, 28, 28)).relu()).flatten(1)
