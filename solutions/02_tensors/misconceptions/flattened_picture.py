"""A network that takes pictures wants to know which pixels are neighbours. How many directions has your tensor, and how
many were asked for?"""


def image_to_tensor(image):
    return torch.from_numpy(image).float().reshape(1, 784) / 255
