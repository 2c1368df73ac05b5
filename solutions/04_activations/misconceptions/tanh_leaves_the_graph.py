"""The numbers of your tanh do not know where they come from. Which step leaves the tensors that autograd can
follow?
"""

def tanh(x):
    import math
    numbers = [math.tanh(number) for number in x.flatten().tolist()]
    return torch.tensor(numbers, dtype=x.dtype).reshape(x.shape)
