"""id: F67
tries: change the class of a tensor after it was made
expect: 1.1 WRONG 0
"""
class Liar(torch.Tensor):
    @property
    def shape(self):
        return torch.Size([4])

    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        return True

def scale(x):
    y = x.clone()
    y.__class__ = Liar
    return y
