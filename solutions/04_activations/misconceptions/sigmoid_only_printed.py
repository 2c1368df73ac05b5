"""Your function gives back None, whatever is on the screen. What is missing before the result?"""

def sigmoid(x):
    print(1 / (1 + torch.exp(-x)))
