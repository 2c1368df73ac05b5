"""One data set with chance in its transform, split afterwards, so that the validation pictures change as well."""


def load_digits(root):
    change = transforms.Compose([transforms.RandomRotation(10), transforms.ToTensor(), transforms.Normalize(0.5, 0.5)])
    digits = MNIST(root, train=True, transform=change)
    return random_split(digits, [3400, 600])
