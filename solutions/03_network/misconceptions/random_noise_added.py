"""Ask twice for the logits of the same picture. Where does the difference come from?"""
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 128)
        self.output = nn.Linear(128, 10)

    def forward(self, x):
        x = x.flatten(1)
        h = torch.relu(self.hidden(x + 0.1 * torch.randn_like(x)))
        return self.output(h)
