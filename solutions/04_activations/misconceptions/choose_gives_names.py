"""You give back a word. Can a word be called with a tensor?"""

def choose_activation(purpose):
    return {"probability": "sigmoid", "zero-centred": "tanh", "deep network": "relu"}[purpose]
