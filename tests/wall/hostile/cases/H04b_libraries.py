"""id: H04b
tries: nothing: pandas and scikit-learn
expect: 1.1 OK 2
prints: imported
cell: 40
within: 60
"""
import collections, dataclasses, functools, itertools, json, logging, math, pathlib, random, typing, urllib.request
for name in ("pandas", "sklearn.linear_model", "tqdm", "torchvision.transforms.v2", "PIL.Image"):
    try:
        __import__(name)
        print("imported", name)
    except ModuleNotFoundError:
        pass
