"""Compare the words in your conditions with those in the task, letter by letter, hyphens included."""

def choose_activation(purpose):
    return {"probability": sigmoid, "zero-centered": tanh, "deep network": relu}[purpose]
