"""Modules and library functions instead of the student's own."""

def choose_activation(purpose):
    if purpose == "probability":
        return torch.nn.Sigmoid()
    elif purpose == "zero-centred":
        return torch.nn.functional.tanh
    return torch.nn.ReLU(inplace=True)
