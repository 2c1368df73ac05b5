"""A meter, as training scripts have it, keeps sum and count of the losses."""

class AverageMeter:

    def __init__(self):
        self.sum = 0.0
        self.n = 0

    def update(self, v, n):
        self.sum += v * n
        self.n += n

    @property
    def avg(self):
        return self.sum / self.n


def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device)
    out = []
    for _ in range(epochs):
        meter = AverageMeter()
        model.train()
        for batch in loader:
            x, y = [t.to(device) for t in batch]
            meter.update(train_step(model, x, y, criterion, optimizer), y.size(0))
        out.append(meter.avg)
    return out
