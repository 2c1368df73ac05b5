"""id: B34b
tries: nothing: asks torch.hub for a model
expect: 1.1 BLOCKED 0
says: no network
xfail: torch.hub says so in words of its own, with the scratch folder's path, and no hint is given
"""
def scale(x):
    return torch.hub.load("pytorch/vision", "resnet18", trust_repo=True)(x)
