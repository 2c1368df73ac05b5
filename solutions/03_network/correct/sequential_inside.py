"""One nn.Sequential with nn.Flatten inside, and the count by named parameters."""
import math


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))

    def forward(self, x):
        return self.net(x)


def count_parameters(model):
    total = 0
    for _, p in model.named_parameters():
        if p.requires_grad:
            total += math.prod(p.shape)
    return total


@torch.no_grad()
def predict(model, images):
    mode = model.training
    try:
        return torch.max(model.eval()(images), 1)[1]
    finally:
        model.train(mode)
