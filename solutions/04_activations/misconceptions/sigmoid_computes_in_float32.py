"""The dtype of the answer is right, but count its digits: what happened to the float64 numbers on their way?"""

def sigmoid(x):
    return (1 / (1 + torch.exp(-x.float()))).to(x.dtype)
