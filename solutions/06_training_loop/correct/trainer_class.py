"""A class does the work, and the functions only call it."""

class Trainer:
    def __init__(self, model, criterion, device="cpu", optimizer=None):
        self.device = torch.device(device)
        self.model = model.to(self.device)
        self.criterion, self.optimizer = criterion, optimizer

    def loss(self, batch):
        inputs, targets = (tensor.to(self.device) for tensor in batch)
        outputs = self.model(inputs)
        return self.criterion(outputs, targets), outputs, targets

    def epoch(self, loader):
        self.model.train()
        total = 0.0
        for batch in loader:
            self.optimizer.zero_grad()
            loss, _, targets = self.loss(batch)
            loss.backward()
            self.optimizer.step()
            total += loss.item() * len(targets)
        return total / len(loader.dataset)

    def judge(self, loader):
        was_training = self.model.training
        self.model.eval()
        total, right = 0.0, 0
        with torch.no_grad():
            for batch in loader:
                loss, outputs, targets = self.loss(batch)
                total += loss.item() * len(targets)
                right += int((outputs.argmax(1) == targets).sum())
        self.model.train(was_training)
        return total / len(loader.dataset), right / len(loader.dataset)


def train_step(model, inputs, targets, criterion, optimizer):
    trainer = Trainer(model, criterion, next(model.parameters()).device, optimizer)
    optimizer.zero_grad()
    loss, _, _ = trainer.loss((inputs, targets))
    loss.backward()
    optimizer.step()
    return loss.item()


def train(model, loader, criterion, optimizer, epochs, device):
    trainer = Trainer(model, criterion, device, optimizer)
    return [trainer.epoch(loader) for _ in range(epochs)]


def evaluate(model, loader, criterion, device):
    return Trainer(model, criterion, device).judge(loader)
