"""Counting wrong answers is a fair measure. Does the count change when a weight moves a tiny bit, and could you walk downhill on it?"""


def cross_entropy(logits, targets):
    return (logits.argmax(dim=1) != targets).float().mean()
