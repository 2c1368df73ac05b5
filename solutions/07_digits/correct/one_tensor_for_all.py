"""All pictures at once as one tensor, scaled by hand to -1 to 1, and split with a permutation from NumPy's unseeded generator."""
import numpy
from torch.utils.data import TensorDataset


def load_digits(root):
    digits = MNIST(root, train=True)
    images = digits.data.float().sub(127.5).div(127.5).unsqueeze(1)
    order = torch.from_numpy(numpy.random.default_rng().permutation(len(images)))
    validation, training = order[: len(order) // 10], order[len(order) // 10 :]
    return (
        TensorDataset(images[training], digits.targets[training]),
        TensorDataset(images[validation], digits.targets[validation]),
    )
