"""You give back the answer for one number. The caller wants the function, to use it on tensors of their own."""

def choose_activation(purpose):
    return {"probability": sigmoid, "zero-centred": tanh, "deep network": relu}[purpose](torch.tensor(0.0))
