"""Asks about the three functions; holds no answers."""

import torch
from torch import nn


def inputs(seed):
    generator = torch.Generator().manual_seed(seed)

    def normal(*shape):
        return torch.randn(*shape, generator=generator)

    return {
        "x": normal(4), "hidden_x": normal(7),
        "rows": normal(5, 3), "weight": normal(2, 3), "bias": normal(2),
        "w1": normal(3, 2), "b1": normal(3), "w2": normal(2, 3), "b2": normal(2), "batch": normal(6, 2), "goal": normal(6, 2),
    }


def probe_scale(student, inputs):
    return {"y": student.scale(inputs["x"])}


def probe_scale_hidden(student, inputs):
    return {"y": student.scale(inputs["hidden_x"])}


def probe_affine(student, inputs):
    return {"y": student.affine(inputs["rows"], inputs["weight"], inputs["bias"])}


def probe_affine_hidden(student, inputs):
    return {"y": student.affine(inputs["rows"][:1], inputs["weight"], inputs["bias"])}


def probe_train_step(student, inputs):
    model = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 2))
    with torch.no_grad():
        for parameter, name in zip(model.parameters(), ("w1", "b1", "w2", "b2")):
            parameter.copy_(inputs[name])
    losses = [student.train_step(model, inputs["batch"], inputs["goal"], 0.1) for _ in range(2)]
    return {"losses": losses, "weights": {name: parameter.data for name, parameter in model.named_parameters()}}
