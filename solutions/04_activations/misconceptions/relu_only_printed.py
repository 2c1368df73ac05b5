"""Your function gives back None, whatever is on the screen. What is missing before the result?"""

def relu(x):
    print(torch.where(x > 0, x, 0))
