"""Try one single picture, [1, 1, 28, 28]: which shape has x on each of your lines, and which direction is the batch?"""
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 128)
        self.output = nn.Linear(128, 10)

    def forward(self, x):
        x = x.squeeze()
        if x.dim() == 1:
            x = x.unsqueeze(0)
        h = torch.relu(self.hidden(x.flatten(1)))
        return self.output(h)
