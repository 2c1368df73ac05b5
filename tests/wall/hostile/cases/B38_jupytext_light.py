"""id: B38
tries: nothing: a program without any cell marks
expect: 1.1 OK 2
place: alone
"""
import torch
from torch import nn

def scale(x):
    return 3 * x

def affine(x, weight, bias):
    return x @ weight.T + bias

def train_step(model, x, y, lr):
    loss = nn.functional.mse_loss(model(x), y)
    model.zero_grad()
    loss.backward()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter -= lr * parameter.grad
    return loss.item()

if __name__ == "__main__":
    print(scale(torch.ones(2)))
