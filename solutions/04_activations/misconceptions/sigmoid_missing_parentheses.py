"""Division comes before addition. Which part of your sigmoid's formula is under the fraction bar for Python?"""

def sigmoid(x):
    return 1 / 1 + torch.exp(-x)
