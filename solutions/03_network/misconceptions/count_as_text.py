"""Can one go on computing with your count? Look at its type."""


def count_parameters(model):
    return f"{sum(p.numel() for p in model.parameters() if p.requires_grad):,}"
