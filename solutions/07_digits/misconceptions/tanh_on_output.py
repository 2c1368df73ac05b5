"""A score can be at most 1 and at least -1 in your network. How sure can it ever be?"""


def build_model():
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10), nn.Tanh())
