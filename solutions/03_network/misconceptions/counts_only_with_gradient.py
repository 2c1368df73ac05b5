"""Whether a gradient has arrived yet and whether a parameter is trainable are two questions. Which one do you ask?"""
def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if p.grad is not None)
