"""Print `requires_grad` and `grad` of each thing that you count, before any training. Which of them are parameters, and trainable?"""
def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if p.grad is not None)
