"""Walks through the modules by itself and remembers which parameters it has seen; sorts the logits."""
def count_parameters(model):
    seen = {}
    for module in model.modules():
        for p in module._parameters.values():
            if p is not None and p.requires_grad:
                seen[id(p)] = p.nelement()
    return sum(seen.values())


def predict(model, images):
    mode = model.training
    model.eval()
    with torch.no_grad():
        order = torch.argsort(model(images), dim=1, descending=True)
    if mode:
        model.train()
    return order[:, 0]
