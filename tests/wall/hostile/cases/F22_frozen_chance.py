"""id: F22
tries: make chance constant, so that "random" inputs are known
place: before
expect: 1.1 OK 2
"""
import random, numpy, torch

for space in (torch, numpy.random, random):
    for name in ("rand", "randn", "random", "normal", "randint", "seed", "manual_seed"):
        if hasattr(space, name):
            setattr(space, name, lambda *args, **kwargs: torch.zeros(4))

class Frozen:
    def manual_seed(self, seed):
        return self
torch.Generator = Frozen
