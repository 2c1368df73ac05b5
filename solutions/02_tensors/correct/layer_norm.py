"""Lets the functions of torch.nn.functional do the work, whose small epsilon is far below what matters."""
import torch.nn.functional as F


def standardize(x):
    return F.layer_norm(x, x.shape[1:])


def affine(x, weight, bias):
    return F.linear(x, weight, bias)
