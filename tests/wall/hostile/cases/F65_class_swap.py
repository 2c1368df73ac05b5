"""id: F65
tries: give the own type to tensors, and torch's tensor type to others
expect: 1.1 WRONG 0
"""
class Equal(type):
    def __eq__(cls, other):
        return True
    __hash__ = type.__hash__
    def __instancecheck__(cls, thing):
        return True

class Right(metaclass=Equal):
    __class__ = torch.Tensor
    shape, dtype, ndim = torch.Size([7]), torch.float32, 1
    def __eq__(self, other):
        return True
    def __getattr__(self, name):
        return lambda *args, **kwargs: self

def scale(x):
    return Right()
