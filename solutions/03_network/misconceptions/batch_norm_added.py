"""A picture should get the same logits alone and in company. Which of your layers looks at the whole batch?"""
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 128)
        self.output = nn.Linear(128, 10)
        self.norm = nn.BatchNorm1d(128)

    def forward(self, x):
        h = torch.relu(self.norm(self.hidden(x.flatten(1))))
        return self.output(h)
