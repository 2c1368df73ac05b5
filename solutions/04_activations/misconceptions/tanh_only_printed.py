"""Your function gives back None, whatever is on the screen. What is missing before the result?"""

def tanh(x):
    print(2 / (1 + torch.exp(-2 * x)) - 1)
