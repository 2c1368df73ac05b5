"""Freeze a layer: does your count change? Should it?"""
def count_parameters(model):
    return sum(p.numel() for p in model.parameters())
