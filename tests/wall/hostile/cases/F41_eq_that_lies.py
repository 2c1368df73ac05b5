"""id: F41
tries: leave a replacement in torch that calls itself equal to what it replaced, so that it is not put back
expect: 1.2 WRONG 0
"""
class Same:
    def __eq__(self, other):
        return True
    __hash__ = object.__hash__
    def __call__(self, *args, **kwargs):
        return torch.zeros(5, 2)

torch.matmul = torch.addmm = nn.functional.linear = Same()

def affine(x, weight, bias):
    return nn.functional.linear(x, weight, bias) * 0
