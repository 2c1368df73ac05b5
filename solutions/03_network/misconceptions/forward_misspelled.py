"""Which name of a method does calling the network look for? Compare letter by letter, and look at the indentation."""
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 128)
        self.output = nn.Linear(128, 10)

    def foward(self, x):
        h = torch.relu(self.hidden(x.flatten(1)))
        return self.output(h)
