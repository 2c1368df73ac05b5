"""Compare the words in your conditions with those in the task, letter by letter, hyphens included."""

def choose_activation(purpose):
    if purpose == "probability":
        return sigmoid
    if purpose == "zero-centered":
        return tanh
    if purpose == "deep network":
        return relu
