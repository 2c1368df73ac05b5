"""Which `dtype` does your tensor have, and which one do the weights of a layer have?"""
def image_to_tensor(image):
    return torch.from_numpy(image).unsqueeze(0)
