"""Call your function twice: does it give two networks, or one under two names?"""

network = nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))


def build_model():
    return network
