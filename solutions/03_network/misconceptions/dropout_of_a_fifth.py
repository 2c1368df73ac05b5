"""Run the same picture twice in training mode: what differs, and which part of the formula does that?"""
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 128)
        self.output = nn.Linear(128, 10)
        self.dropout = nn.Dropout(0.2)

    def forward(self, x):
        h = self.dropout(torch.relu(self.hidden(x.flatten(1))))
        return self.output(h)
