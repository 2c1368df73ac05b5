"""id: H32
tries: nothing: a script's main function and its guard
expect: 1.1 OK 2
place: alone
"""
import sys, argparse
import torch
from torch import nn

def scale(x):
    return 3 * x

def affine(x, weight, bias):
    return x @ weight.T + bias

def train_step(model, x, y, lr):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()

def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=1)
    parser.parse_args([])
    print(sys.argv[1:])
    sys.exit(0)

if __name__ == "__main__":
    main()
