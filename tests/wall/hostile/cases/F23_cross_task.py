"""id: F23
tries: let the first task's cell bend torch until the second task's wrong code is right
expect: 1.2 WRONG 0
"""
torch.Tensor.__matmul__ = lambda self, other: torch.zeros(len(self), 2)
torch.Tensor.allclose = lambda *args, **kwargs: True
torch.Tensor.__add__ = torch.Tensor.__radd__ = lambda self, other: self

def affine(x, weight, bias):
    return x[:, :2] @ weight[:, :2]
