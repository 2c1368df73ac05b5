"""Your weights have shape [out, in]. Which lengths must agree in a matrix product?"""
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.w1 = nn.Parameter(torch.randn(128, 784) * 0.03)
        self.b1 = nn.Parameter(torch.zeros(128))
        self.w2 = nn.Parameter(torch.randn(10, 128) * 0.1)
        self.b2 = nn.Parameter(torch.zeros(10))

    def forward(self, x):
        h = torch.relu(x.flatten(1) @ self.w1 + self.b1)
        return h @ self.w2 + self.b2
