"""Makes a copy of the pictures without history, and asks for the device of the model's first parameter."""
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.relu = nn.ReLU()
        self.fc2 = nn.Linear(128, 10)

    def forward(self, x):
        x = torch.clone(x.detach()).to(self.fc1.weight.dtype)
        x = self.relu(self.fc1(torch.flatten(x, 1)))
        return self.fc2(x)


def predict(model, images):
    device = next(model.parameters()).device
    training = model.training
    model.eval()
    with torch.no_grad():
        predictions = [model(batch.to(device)).argmax(dim=1) for batch in images.split(3)]
    model.train(training)
    return torch.cat(predictions)
