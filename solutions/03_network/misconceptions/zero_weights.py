"""A new network of yours says the same of every picture, and after a step it still does. What are pixels multiplied by?"""
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 128)
        self.output = nn.Linear(128, 10)
        nn.init.zeros_(self.hidden.weight)
        nn.init.zeros_(self.output.weight)

    def forward(self, x):
        h = torch.relu(self.hidden(x.flatten(1)))
        return self.output(h)
