"""Print the largest number of one picture. How often has it been divided?"""


def load_digits(root):
    road = transforms.Compose([transforms.ToTensor(), lambda picture: picture / 255])
    digits = MNIST(root, train=True, transform=road)
    return random_split(digits, [0.8, 0.2], generator=torch.Generator().manual_seed(7))
