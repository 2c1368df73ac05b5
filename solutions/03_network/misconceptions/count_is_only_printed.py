"""What is shown on the screen is not handed back. What does your function `return`?"""


def count_parameters(model):
    print(sum(p.numel() for p in model.parameters() if p.requires_grad))
