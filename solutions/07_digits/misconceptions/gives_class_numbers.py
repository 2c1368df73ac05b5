"""If you nudge a weight a little, does the number of the most likely class change at all? What is the loss to follow?"""


class Decided(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden, self.output = nn.Linear(784, 128), nn.Linear(128, 10)

    def forward(self, x):
        return self.output(torch.relu(self.hidden(x.flatten(1)))).argmax(1)


def build_model():
    return Decided()
