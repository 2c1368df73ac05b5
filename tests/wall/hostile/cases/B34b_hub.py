"""id: B34b
tries: nothing: asks torch.hub for a model
expect: 1.1 BLOCKED 0
says: no network
"""
def scale(x):
    return torch.hub.load("pytorch/vision", "resnet18", trust_repo=True)(x)
