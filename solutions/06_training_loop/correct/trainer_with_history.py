"""A trainer keeps the history and goes on until it is long enough."""

class Trainer:

    def __init__(self, **kw):
        self.__dict__.update(kw)
        self.history = []

    def run(self):
        self.model.to(self.device)
        while len(self.history) < self.epochs:
            self.history.append(self.epoch())
        return self.history

    def epoch(self):
        self.model.train()
        tot, n = (0, 0)
        for x, y in self.loader:
            x, y = (x.to(self.device), y.to(self.device))
            tot += self.step(x, y) * len(y)
            n += len(y)
        return tot / n

    def step(self, x, y):
        return train_step(self.model, x, y, self.criterion, self.optimizer)


def train(model, loader, criterion, optimizer, epochs, device):
    return Trainer(model=model, loader=loader, criterion=criterion, optimizer=optimizer, epochs=epochs, device=device).run()
