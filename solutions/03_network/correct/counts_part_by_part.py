"""Walks through the parts by itself."""

def count_parameters(model, seen=None):
    seen = set() if seen is None else seen
    n = 0
    for p in model._parameters.values():
        if p is not None and p.requires_grad and id(p) not in seen:
            seen.add(id(p)); n += p.numel()
    for child in model.children():
        n += count_parameters(child, seen)
    return n
