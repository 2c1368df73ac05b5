"""Take a dark picture and the same picture with the light turned on: can a network still tell one from the other?"""
def image_to_tensor(image):
    x = torch.from_numpy(image).float().unsqueeze(0)
    return x / x.max().clamp(min=1)
