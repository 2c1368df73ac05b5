"""Asks for each form of input, prints along the way, and sets names of its own."""
class Network(nn.Module):
    def __init__(self, **kwargs):
        super().__init__()
        self.body = nn.ModuleDict({"eyes": nn.Linear(784, 128), "mouth": nn.Linear(128, 10)})
        self.name = "digits"

    def forward(self, x, verbose=False):
        if x.dim() == 4:
            x = x.squeeze(1)
        if x.dim() == 3:
            x = torch.cat([x[:, row, :] for row in range(28)], dim=1)
        if verbose:
            print(x.shape)
        h = self.body["eyes"](x)
        h = torch.where(h > 0, h, torch.zeros_like(h))
        return self.body["mouth"](h)


def predict(model, images):
    probabilities = []
    modes = [(m, m.training) for m in model.modules()]
    for m, _ in modes:
        m.training = False
    old = torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    for image in images.split(1):
        probabilities.append(model(image).softmax(-1))
    torch.set_grad_enabled(old)
    for m, mode in modes:
        m.training = mode
    return torch.cat(probabilities).argmax(-1)
