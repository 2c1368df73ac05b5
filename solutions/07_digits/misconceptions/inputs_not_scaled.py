"""Print the smallest and the largest number of one picture. Are these small numbers?"""


def load_digits(root):
    road = transforms.Compose([transforms.PILToTensor(), lambda picture: picture.float()])
    digits = MNIST(root, train=True, transform=road)
    return random_split(digits, [0.8, 0.2], generator=torch.Generator().manual_seed(7))
