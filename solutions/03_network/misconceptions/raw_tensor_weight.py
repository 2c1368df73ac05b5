"""How does a module recognise one of its attributes as trainable? Ask yours for its parameters."""
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.w1 = torch.randn(784, 128, requires_grad=True)
        self.b1 = torch.zeros(128, requires_grad=True)
        self.w2 = torch.randn(128, 10, requires_grad=True)
        self.b2 = torch.zeros(10, requires_grad=True)

    def forward(self, x):
        return torch.relu(x.flatten(1) @ self.w1 + self.b1) @ self.w2 + self.b2
