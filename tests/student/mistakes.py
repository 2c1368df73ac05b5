"""Mistakes that beginners make most often, by the task in which they make them, as they write them."""

NETWORK = """
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        {make}
    def forward(self, x):
        x = x.flatten(1) if x.shape[-1] == 28 else x
        {use}
"""
STEP = """
def train_step(model, inputs, targets, criterion, optimizer):
    {before}
    optimizer.zero_grad()
    outputs = model(inputs)
    loss = criterion(outputs, targets)
    loss.backward()
    optimizer.step()
    return {gives}
"""
TRAIN = """
def train(model, loader, criterion, optimizer, epochs, device):
    model.to(device)
    model.train()
    losses = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            loss = train_step(model, inputs, targets, criterion, optimizer)
            {add}
        losses.append(total / {by})
    {end}
"""
FIT = """
def fit(model, train_set, validation_set, device):
    model.to(device)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.{optimizer}
    history = {{"train_loss": [], "{key}": [], "validation_accuracy": []}}
    for _ in range(6):
        model.train()
        total = 0.0
        for images, labels in DataLoader(train_set, batch_size=32, shuffle=True):
            images, labels = images.to(device), labels.to(device)
            optimizer.zero_grad()
            loss = criterion(model(images), labels)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(labels)
        history["train_loss"].append(total / len(train_set))
        model.eval()
        total, correct = 0.0, 0
        with torch.no_grad():
            for images, labels in DataLoader(validation_set, batch_size=256):
                images, labels = images.to(device), labels.to(device)
                logits = model(images)
                total += criterion(logits, labels).item() * len(labels)
                correct += (logits.argmax(dim=1) == labels).sum().item()
        history["{key}"].append(total / len(validation_set))
        history["validation_accuracy"].append(correct / len(validation_set))
    return history
"""
WEIGHTED = "total += loss * len(inputs)"
SEEN = "len(loader.dataset)"

MISTAKES = {
    "two at once": ("2.1", "def image_to_tensor(picture):\n    return torch.tensor(picture, dtype=torch.float32)"),
    "clone is no leaf": (
        "2.4",
        "def slope(function, x):\n    z = x.requires_grad_().clone()\n    function(z).sum().backward()\n    return z.grad",
    ),
    "layers in a list": (
        "3.1",
        NETWORK.format(
            make="self.layers = [nn.Linear(784, 128), nn.Linear(128, 10)]",
            use="return self.layers[1](torch.relu(self.layers[0](x)))",
        ),
    ),
    "layers made in forward": (
        "3.1",
        NETWORK.format(make="pass", use="return nn.Linear(128, 10)(torch.relu(nn.Linear(784, 128)(x)))"),
    ),
    "swapped sizes": (
        "3.1",
        NETWORK.format(
            make="self.one, self.two = nn.Linear(128, 784), nn.Linear(10, 128)",
            use="return self.two(torch.relu(self.one(x)))",
        ),
    ),
    "frozen ones counted": (
        "3.4", "def count_parameters(model):\n    return sum(p.numel() for p in model.parameters())"
    ),
    "a generator": (
        "3.4",
        "def count_parameters(model):\n    return (p.numel() for p in model.parameters() if p.requires_grad)",
    ),
    "logits": ("3.5", "def predict(model, images):\n    model.eval()\n    with torch.no_grad():\n        return model(images)"),
    "math.exp": ("4.1", "import math\ndef sigmoid(x):\n    return 1 / (1 + math.exp(-x))"),
    "-x for -2x": ("4.2", "def tanh(x):\n    return 2 / (1 + torch.exp(-x)) - 1"),
    "mean missing": (
        "5.1",
        "def mean_squared_error(predictions, targets):\n    if predictions.shape != targets.shape:\n        raise ValueError('shapes')\n"
        "    return (predictions - targets) ** 2",
    ),
    "item without call": ("6.1", STEP.format(before="", gives="loss.item")),
    "outputs given back": ("6.1", STEP.format(before="", gives="outputs")),
    "return inside the loop": ("6.3", TRAIN.format(add=WEIGHTED, by=SEEN, end="").replace("losses.append(", "return [").replace(SEEN + ")", SEEN + "]")),
    "return in the loop": ("6.3", TRAIN.format(add=WEIGHTED, by=SEEN, end="    return losses")),
    "= for +=": ("6.3", TRAIN.format(add="total = loss * len(inputs)", by=SEEN, end="return losses")),
    "len(loader)": ("6.3", TRAIN.format(add=WEIGHTED, by="len(loader)", end="return losses")),
    "key val_loss": ("7.3", FIT.format(optimizer="Adam(model.parameters(), lr=0.001)", key="val_loss")),
    "huge learning rate": ("7.3", FIT.format(optimizer="SGD(model.parameters(), lr=100.0)", key="validation_loss")),
    "own optimizer": ("6.2", STEP.format(before="optimizer = torch.optim.SGD(model.parameters(), lr=0.01)", gives="loss.item()")),
}  # fmt: skip
"""By name: the task, and the code."""
