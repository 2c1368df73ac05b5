"""Slopes multiply from layer to layer. What is left of the gradient after ten layers whose slope is at most 0.25?"""

def choose_activation(purpose):
    return {"probability": sigmoid, "zero-centred": tanh, "deep network": sigmoid}[purpose]
