"""Which dtype goes into your ReLU, and which comes out? A tensor that is made without a dtype is float32."""

def relu(x):
    y = torch.zeros(x.shape)
    y[x > 0] = x[x > 0].float()
    return y
