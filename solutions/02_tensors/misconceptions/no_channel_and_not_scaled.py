"""Two things at once: compare the shape with the one asked for, number by number, and then the largest value. Which
number does a white pixel have, and which should it have?
"""
def image_to_tensor(picture):
    return torch.tensor(picture, dtype=torch.float32)
