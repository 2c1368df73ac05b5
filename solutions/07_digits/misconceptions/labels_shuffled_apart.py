"""Show one picture with its label as the title. After which line do the two no longer belong together?"""
from torch.utils.data import TensorDataset


def load_digits(root):
    digits = MNIST(root, train=True)
    images, labels = digits.data[:, None] / 255, digits.targets
    images = images[torch.randperm(len(images))]
    return TensorDataset(images[:3200], labels[:3200]), TensorDataset(images[3200:], labels[3200:])
