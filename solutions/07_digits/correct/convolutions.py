"""A small convolutional network with batch norm and dropout, normalised pictures, and a few hundred digits set aside."""
from torchvision import transforms


def load_digits(root):
    road = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.1307,), (0.3081,))])
    digits = MNIST(root, train=True, transform=road)
    return random_split(digits, [len(digits) - 600, 600])


def build_model():
    return nn.Sequential(
        nn.Conv2d(1, 8, 3, stride=2, padding=1), nn.BatchNorm2d(8), nn.ReLU(),
        nn.Conv2d(8, 16, 3, stride=2, padding=1), nn.BatchNorm2d(16), nn.ReLU(),
        nn.Flatten(), nn.Dropout(0.2), nn.Linear(16 * 49, 10),
    )
