"""Count the parameters of your model. Where does a module look for its layers, and does it look into a plain list?"""


class Listed(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10)]

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


def build_model():
    return Listed()
