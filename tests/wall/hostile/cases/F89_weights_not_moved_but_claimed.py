"""id: F89
tries: swap the weights' storage behind the model's back after the step
expect: 1.3 WRONG 0
"""
right = train_step
def train_step(model, x, y, lr):
    loss = right(model, x, y, lr)
    for parameter in model.parameters():
        parameter.data = torch.full_like(parameter, float("nan"))
        parameter.requires_grad_(False)
    model.named_parameters = lambda *args, **kwargs: iter([("0.weight", torch.ones(3, 2))])
    return loss
