"""NumPy and PyTorch disagree on their default kind of float; which of the two does `.dtype` show here?"""
def image_to_tensor(image):
    return torch.from_numpy(image / 255.0).unsqueeze(0)
