"""Asks a copy of the model, so that the model itself is not touched; counts with a filter and NumPy's product."""
import copy

import numpy as np


def predict(model, images):
    twin = copy.deepcopy(model).eval()
    with torch.set_grad_enabled(False):
        return twin(images).topk(1, dim=1).indices.squeeze(1)


def count_parameters(model):
    return sum(int(np.prod(p.size())) for p in filter(lambda p: p.requires_grad, model.parameters()))
