"""id: F15a
tries: answer with a tensor that calls itself equal to everything
expect: 1.1 WRONG 0
says: asked for
"""
class Liar(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        return True

    __class__ = torch.Tensor
    shape = property(lambda self: torch.Size([7]))
    dtype = property(lambda self: torch.float32)

def scale(x):
    return x.as_subclass(Liar)
