"""id: B34a
tries: nothing: downloads MNIST
expect: 1.1 BLOCKED 0
without: 1.1
says: no network
xfail: the failure comes as a name that cannot be resolved, or as torchvision's own words, and no hint is given
"""
import torchvision
data = torchvision.datasets.MNIST("data", download=True)

def scale(x):
    return 3 * x
