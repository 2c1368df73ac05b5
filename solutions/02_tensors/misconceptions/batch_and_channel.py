"""This is the shape of a whole batch. How many pictures did you get?"""
def image_to_tensor(image):
    return torch.from_numpy(image).float()[None, None] / 255
