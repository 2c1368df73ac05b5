"""id: S15
tries: be wrong in one place only, so that the grader's message shows what is expected there
expect: 1.1 WRONG 0, 1.2 WRONG 0, 1.3 WRONG 0
says: values? differ
"""
honest = affine

def scale(x):
    made = 3 * x
    made[0] += 1
    return made

def affine(x, weight, bias):
    made = honest(x, weight, bias)
    made[0, 0] = 1e30
    return made

def train_step(model, x, y, lr):
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.fill_(0)
    return 0.0
