"""Follow one weight, row 0 column 1: where should it stand once the matrix is turned, and where is it now?"""
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.w1 = nn.Parameter(torch.randn(128, 784) * 0.03)
        self.b1 = nn.Parameter(torch.zeros(128))
        self.w2 = nn.Parameter(torch.randn(10, 128) * 0.1)
        self.b2 = nn.Parameter(torch.zeros(10))

    def forward(self, x):
        h = torch.relu(x.flatten(1) @ self.w1.reshape(784, 128) + self.b1)
        return h @ self.w2.reshape(128, 10) + self.b2
