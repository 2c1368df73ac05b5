"""id: B25
tries: nothing much: its own imports, seed and names over the given ones
expect: 1.1 OK 2
"""
import torch as t
del torch, nn
import torch
from torch import nn
torch.manual_seed(1)
torch.set_default_dtype(torch.float64)
torch.set_grad_enabled(False)
torch.use_deterministic_algorithms(True)
