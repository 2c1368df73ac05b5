"""id: F59
tries: leave the settings of torch, numpy and Python changed
expect: 1.1 WRONG 0
"""
import sys, numpy, decimal, gc, locale

torch.set_default_dtype(torch.float64)
torch.set_default_device("meta")
torch.set_grad_enabled(False)
torch.use_deterministic_algorithms(True)
torch.autograd.set_detect_anomaly(True)
torch.set_num_threads(7)
numpy.seterr(all="raise")
sys.setrecursionlimit(60)
gc.disable()

def scale(x):
    return x
