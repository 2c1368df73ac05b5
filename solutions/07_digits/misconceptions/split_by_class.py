"""Which digits are in your training part? Could a network know one that it has never been shown?"""
from torch.utils.data import Subset


def load_digits(root):
    digits = MNIST(root, train=True, transform=transforms.ToTensor())
    order = digits.targets.argsort(stable=True).tolist()
    return Subset(digits, order[:3200]), Subset(digits, order[3200:])
