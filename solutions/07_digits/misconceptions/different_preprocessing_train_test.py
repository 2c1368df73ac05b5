"""Do both parts travel the same road to the model? Print the smallest and the largest number of each."""
from torch.utils.data import Subset


def load_digits(root):
    normalised = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.1307,), (0.3081,))])
    order = torch.randperm(4000, generator=torch.Generator().manual_seed(7)).tolist()
    return (
        Subset(MNIST(root, train=True, transform=normalised), order[:3200]),
        Subset(MNIST(root, train=True, transform=transforms.ToTensor()), order[3200:]),
    )
