"""You draw twice by chance. Who sees to it that the second draw leaves out what the first one took?"""
from torch.utils.data import Subset


def load_digits(root):
    digits = MNIST(root, train=True, transform=transforms.ToTensor())
    return Subset(digits, torch.randperm(4000)[:3200].tolist()), Subset(digits, torch.randperm(4000)[:800].tolist())
