"""Bare parameters stored as [in, out], biases as rows, ReLU by hand."""
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.weights = nn.ParameterList([torch.randn(784, 128) / 28, torch.randn(128, 10) / 11])
        self.biases = nn.ParameterList([torch.zeros(1, 128), torch.zeros(1, 10)])

    def forward(self, x):
        x = x.reshape(-1, 28 * 28)
        h = torch.addmm(self.biases[0], x, self.weights[0])
        return torch.matmul(h * (h > 0), self.weights[1]) + self.biases[1]
