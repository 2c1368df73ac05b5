"""What does autograd know of a computation that was done outside of PyTorch, or while it was switched off?"""
def affine(x, weight, bias):
    y = x.detach().numpy() @ weight.detach().numpy().T + bias.detach().numpy()
    return torch.from_numpy(y)
