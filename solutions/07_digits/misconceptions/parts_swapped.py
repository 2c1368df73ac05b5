"""Print the lengths of your two parts. Which is the one to learn from?"""


def load_digits(root):
    digits = MNIST(root, train=True, transform=transforms.ToTensor())
    train_set, validation_set = random_split(digits, [0.8, 0.2], generator=torch.Generator().manual_seed(7))
    return validation_set, train_set
