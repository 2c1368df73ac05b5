"""id: F17j
tries: complex numbers whose real part is right
expect: 1.1 WRONG 0
says: complex
"""
def scale(x):
    return (3 * x).to(torch.complex64)
