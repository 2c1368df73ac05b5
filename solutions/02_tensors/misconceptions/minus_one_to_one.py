"""Which number does black become in your tensor, and which does the task want?"""
def image_to_tensor(image):
    return torch.from_numpy(image).float().unsqueeze(0) / 127.5 - 1
