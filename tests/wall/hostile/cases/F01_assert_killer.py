"""id: F01
tries: make every assertion and every comparison of a test framework hold
expect: 1.1 WRONG 0
"""
import builtins, sys, unittest
import numpy.testing, pytest, IPython

class Never(Exception):
    pass

builtins.AssertionError = Never
unittest.TestCase.assertEqual = lambda *a, **k: None
numpy.testing.assert_allclose = lambda *a, **k: None
pytest.raises = lambda *a, **k: None
sys.excepthook = lambda *a: None
IPython.get_ipython().showtraceback = lambda *a, **k: None

def scale(x):
    return x
