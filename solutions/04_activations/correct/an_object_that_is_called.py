"""Its sigmoid is a module, made once."""

class Sigmoid(torch.nn.Module):
    def forward(self, x):
        return 1.0 / (1.0 + torch.exp(-x))
sigmoid = Sigmoid()
