"""Compare the shape with the one asked for, number by number: what does the first one count?"""
def image_to_tensor(image):
    return torch.from_numpy(image).float() / 255
