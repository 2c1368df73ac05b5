"""Work out the number of parameters of each of your layers. Which one is the giant?"""


def build_model():
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 2600), nn.ReLU(), nn.Linear(2600, 10))
