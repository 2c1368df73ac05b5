"""id: H34
tries: nothing: several processes where one would do
expect: 1.1 BLOCKED 0
says: no network, other programs
"""
import multiprocessing

def three(value):
    return 3 * value

def scale(x):
    with multiprocessing.Pool(2) as pool:
        return torch.tensor(pool.map(three, x.tolist()))
