"""id: F17q
tries: views that are not what their memory holds: negative bit, transposed, sliced
expect: 1.1 OK 2
"""
def scale(x):
    flipped = torch._neg_view(torch.stack([-3 * x, x], dim=1).T[0])
    return flipped
