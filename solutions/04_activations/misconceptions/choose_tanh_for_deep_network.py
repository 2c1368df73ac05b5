"""For large inputs this S-shape is flat on both sides. Which of the three functions keeps a slope of 1 however
large the input is?
"""

def choose_activation(purpose):
    return {"probability": sigmoid, "zero-centred": tanh, "deep network": tanh}[purpose]
