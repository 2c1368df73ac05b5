"""Between which two numbers do your network's scores lie, and what is the smallest loss they could ever give?"""


def build_model():
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10), nn.Sigmoid())
