"""Do two steps with different gradients. Does the second one still feel the first?"""
import torch

velocities = {}

KEPT = 0.9  # or 0.5, 0.99


def sgd_step(parameters, lr):
    with torch.no_grad():
        for parameter in parameters:
            if parameter.grad is not None:
                before = velocities.get(id(parameter), (None, 0.0))[1]
                velocity = KEPT * before + parameter.grad
                velocities[id(parameter)] = (parameter, velocity)
                parameter -= lr * velocity
