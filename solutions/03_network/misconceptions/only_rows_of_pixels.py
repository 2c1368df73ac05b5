"""Print the shape that reaches the first layer. Does it know what to do with a picture that still has rows and columns?"""
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 128)
        self.output = nn.Linear(128, 10)

    def forward(self, x):
        h = torch.relu(self.hidden(x))
        return self.output(h)
