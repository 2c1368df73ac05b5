"""You set some samples aside. Did you also take them out of the part that you train on?"""
from torch.utils.data import Subset


def load_digits(root):
    digits = MNIST(root, train=True, transform=transforms.ToTensor())
    return digits, Subset(digits, range(3200, len(digits)))
