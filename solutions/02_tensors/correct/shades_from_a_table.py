"""Looks every shade up in a table of 256."""

def image_to_tensor(image):
    table = torch.linspace(0, 1, 256)
    return table[torch.from_numpy(image.astype(np.int64))].unsqueeze(0)
