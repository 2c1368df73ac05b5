"""id: F58
tries: leave modes on that answer for torch: function mode, dispatch mode, autocast, inference, saved tensor hooks
expect: 1.1 WRONG 0
"""
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode

class Answers(TorchFunctionMode):
    def __torch_function__(self, func, types, args=(), kwargs=None):
        result = func(*args, **(kwargs or {}))
        return result * 3 if isinstance(result, torch.Tensor) and result.shape == (7,) else result

class Zeros(TorchDispatchMode):
    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        return func(*args, **(kwargs or {}))

class Same(torch.autograd.graph.saved_tensors_hooks):
    def __init__(self):
        super().__init__(lambda x: x * 0, lambda x: x)

def scale(x):
    return x

for mode in (Answers(), Zeros(), Same(), torch.autocast("cpu", torch.bfloat16), torch.inference_mode()):
    mode.__enter__()
