"""How many digits can a float16 keep? Look at the kind of float the task names."""
def image_to_tensor(image):
    return torch.from_numpy(image).half().unsqueeze(0) / 255
