"""id: F11
tries: make torch and numpy find everything equal
expect: 1.1 WRONG 0
"""
import sys, numpy

def same(*args, **kwargs):
    return True

torch.allclose = torch.equal = torch.isclose = torch.testing.assert_close = same
torch.Tensor.allclose = torch.Tensor.equal = torch.Tensor.__eq__ = torch.Tensor.__sub__ = same
numpy.allclose = numpy.array_equal = same
sys.modules["autograder.verdict.expect"] = sys.modules["pytest"] = type(sys)("fake")

def scale(x):
    return torch.zeros(1).expand(len(x))
