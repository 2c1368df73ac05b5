"""There are many such functions. Which of the three of this assignment has the slope 1 wherever the input is positive?"""


def choose_activation(purpose):
    return {"probability": sigmoid, "zero-centred": tanh, "deep network": torch.nn.functional.gelu}[purpose]
