"""A match statement with small functions made on the spot."""

def choose_activation(purpose: str):
    match purpose:
        case "probability":
            return lambda x: 0.5 * (1 + torch.tanh(x / 2))
        case "zero-centred":
            return lambda x: 2 * torch.sigmoid(2 * x) - 1
        case "deep network":
            return lambda x: x.clamp(min=0)
        case _:
            raise ValueError(purpose)
