# fault: the mean over the samples is never taken.
# lost: 5.2
# kind: one


def cross_entropy(logits, targets):
    every = logits.log_softmax(dim=1)
    return -every[torch.arange(len(targets)), targets]  # <-
