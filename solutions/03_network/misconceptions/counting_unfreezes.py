"""Look at `requires_grad` of a frozen parameter after your count. Counting should only look."""
def count_parameters(model):
    for p in model.parameters():
        if not p.requires_grad:
            p.requires_grad_(True)
            p.was_frozen = True
    return sum(p.numel() for p in model.parameters() if not hasattr(p, 'was_frozen'))
