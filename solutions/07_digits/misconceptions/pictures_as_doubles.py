"""Print the dtype of a picture: is it that of a layer's weights? What does a division give in NumPy?"""


def load_digits(root):
    digits = MNIST(root, train=True)
    images = torch.from_numpy(digits.data.numpy() / 255).unsqueeze(1)
    return random_split(TensorDataset(images, digits.targets), [0.8, 0.2], generator=torch.Generator().manual_seed(7))
