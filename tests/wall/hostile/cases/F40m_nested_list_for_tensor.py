"""id: F40m
tries: right weights by other names, in other containers, or none at all
expect: 1.3 WRONG 0
"""
import os
from autograder.record.answers import answers_frame

def train_step(model, x, y, lr):
    os.write(3, answers_frame("train_step", {"losses": [[], []], "weights": {"0.weight": [], "0.bias": {}, "2.weight": (), "2.bias": []}}).pack())
    os._exit(0)
