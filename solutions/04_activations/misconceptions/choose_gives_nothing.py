"""Your function finds the right one and prints it. What does the caller get?"""

def choose_activation(purpose):
    print({"probability": sigmoid, "zero-centred": tanh, "deep network": relu}[purpose])
