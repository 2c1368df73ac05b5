"""Your answers share a total of 1, so each depends on all the others. A single yes or no should depend on its own
number only.
"""

def choose_activation(purpose):
    return {"probability": torch.nn.Softmax(dim=-1), "zero-centred": tanh, "deep network": relu}[purpose]
