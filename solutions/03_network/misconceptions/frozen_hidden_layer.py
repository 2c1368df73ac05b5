"""Print `requires_grad` of every parameter: should any of them stay as it is for ever?"""
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 128)
        self.output = nn.Linear(128, 10)
        self.hidden.requires_grad_(False)

    def forward(self, x):
        h = torch.relu(self.hidden(x.flatten(1)))
        return self.output(h)
