"""Print the dtype of a picture. Which dtype have the weights of a layer?"""


def load_digits(root):
    digits = MNIST(root, train=True, transform=transforms.PILToTensor())
    return random_split(digits, [0.8, 0.2], generator=torch.Generator().manual_seed(7))
