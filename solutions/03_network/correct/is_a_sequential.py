"""Extends nn.Sequential, which is a module too; inference mode and the indices of max."""
class Network(nn.Sequential):
    def __init__(self):
        super().__init__(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(inplace=True), nn.Linear(128, 10))


def predict(model, images):
    before = model.training
    model.train(False)
    with torch.inference_mode():
        out = model.forward(images)
    model.train(before)
    return out.max(dim=-1).indices.clone()
