# fault: the values are squashed twice, by a ReLU and by a tanh.
# lost: 3.2
# also: 3.3
# kind: one


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(784, 128)
        self.second = nn.Linear(128, 10)

    def forward(self, x):
        hidden = torch.tanh(torch.relu(self.first(x.flatten(1))))  # <-
        return self.second(hidden)
