"""Which layers have a gradient after backward, and which do not? What left PyTorch forgets how it was made."""
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 128)
        self.output = nn.Linear(128, 10)

    def forward(self, x):
        import numpy
        h = self.hidden(x.flatten(1)).detach().numpy()
        h = torch.from_numpy(numpy.maximum(h, 0))
        return self.output(h)
