"""How many different digits are there? Count your network's scores."""


def build_model():
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 11))
