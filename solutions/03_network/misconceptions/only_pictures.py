"""The task names three forms of input. Which of the three can your network not read?"""
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 128)
        self.output = nn.Linear(128, 10)

    def forward(self, x):
        n, c, height, width = x.shape
        h = torch.relu(self.hidden(x.reshape(n, c * height * width)))
        return self.output(h)
