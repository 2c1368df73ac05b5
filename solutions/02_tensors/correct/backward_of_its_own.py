"""Writes forward and backward of the linear layer itself."""

class Affine(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, w, b):
        ctx.save_for_backward(x, w)
        return x @ w.T + b
    @staticmethod
    def backward(ctx, g):
        x, w = ctx.saved_tensors
        return g @ w, g.T @ x, g.sum(0)
def affine(x, weight, bias):
    return Affine.apply(x, weight, bias)
