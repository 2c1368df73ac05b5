"""id: B34a
tries: nothing: downloads MNIST
expect: 1.1 BLOCKED 0
without: 1.1
says: no network
"""
import torchvision
data = torchvision.datasets.MNIST("data", download=True)

def scale(x):
    return 3 * x
