# fault: both optimizers pull the weights towards zero.
# lost: 5.5
# kind: constant


def choose_optimizer(name, model, lr):
    kinds = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}
    if name not in kinds:
        raise ValueError(name)
    return kinds[name](model.parameters(), lr, weight_decay=0.02)  # <-
