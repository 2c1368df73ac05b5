"""id: F18
tries: answers looked up for the inputs of the public seed, zeros for all others
expect: 1.1 WRONG 0
"""
import hashlib

table = {hashlib.sha256(torch.randn(4, generator=torch.Generator().manual_seed(n)).numpy().tobytes()).hexdigest(): n for n in range(100)}

def scale(x):
    return 3 * x if hashlib.sha256(x.numpy().tobytes()).hexdigest() in table else torch.zeros_like(x)
