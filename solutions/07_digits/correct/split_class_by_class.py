"""The split takes the same share of each digit; pictures are standardised one by one; the model is a class with log-softmax."""
from torch.utils.data import Dataset


class Part(Dataset):
    def __init__(self, images, labels):
        self.images, self.labels = images, labels

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, i):
        image = self.images[i].float()
        return (image - image.mean()) / (image.std() + 1e-6), int(self.labels[i])


def load_digits(root):
    data = MNIST(root=root, train=True, download=True)
    x, y = data.data[:, None], data.targets
    first, second = [], []
    for digit in range(10):
        places = (y == digit).nonzero().flatten().tolist()
        cut = int(0.85 * len(places))
        first += places[:cut]
        second += places[cut:]
    return Part(x[first], y[first]), Part(x[second], y[second])


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.ModuleList([nn.Linear(784, 100), nn.Linear(100, 60)])
        self.out = nn.Linear(60, 10)

    def forward(self, x):
        x = x.view(x.size(0), -1)
        for layer in self.hidden:
            x = torch.tanh(layer(x))
        return torch.log_softmax(self.out(x), dim=1)


def build_model():
    return Net()
