"""Are the layer's parameters the tensors you were given, or new ones? Ask for the gradient of `weight` and see."""
def affine(x, weight, bias):
    layer = nn.Linear(weight.shape[1], weight.shape[0])
    layer.weight.data = weight
    layer.bias.data = bias
    return layer(x)
