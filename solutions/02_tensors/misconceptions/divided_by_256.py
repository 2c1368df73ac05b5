"""Make a picture that is 255 everywhere. Which number does your tensor hold for white?"""
def image_to_tensor(image):
    return torch.from_numpy(image).float().unsqueeze(0) / 256
