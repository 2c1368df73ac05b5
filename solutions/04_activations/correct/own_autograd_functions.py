"""Writes the backward pass by hand, with torch.autograd.Function."""

class Sigmoid(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        y = 1 / (1 + torch.exp(-x))
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx, slope):
        y, = ctx.saved_tensors
        return slope * y * (1 - y)

class ReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.clamp(min=0)

    @staticmethod
    def backward(ctx, slope):
        x, = ctx.saved_tensors
        return torch.where(x < 0, torch.zeros_like(slope), slope)

sigmoid = Sigmoid.apply
relu = ReLU.apply
