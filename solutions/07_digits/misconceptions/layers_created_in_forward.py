"""Call your model twice with the same picture: why do the answers differ?"""


class Fresh(nn.Module):
    def __init__(self):
        super().__init__()
        self.output = nn.Linear(128, 10)

    def forward(self, x):
        return self.output(torch.relu(nn.Linear(784, 128)(x.flatten(1))))


def build_model():
    return Fresh()
