"""id: H31
tries: nothing: warnings as errors, for the whole notebook
expect: 1.1 OK 2
"""
import warnings, numpy

warnings.simplefilter("error")
warnings.filterwarnings("error", category=DeprecationWarning)
numpy.seterr(all="raise")
