"""Draws its first weights itself."""

class Network(nn.Module):
    def __init__(self):
        nn.Module.__init__(self)
        self.a = nn.Linear(784, 128)
        self.b = nn.Linear(128, 10)
        for m in self.modules():
            if isinstance(m, nn.Linear):
                nn.init.kaiming_normal_(m.weight); nn.init.zeros_(m.bias)
    def forward(self, x):
        return self.b(nn.ReLU(inplace=True)(self.a(x.view(-1, 784))))
