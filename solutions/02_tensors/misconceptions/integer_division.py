"""How many different values does your tensor hold? A grey picture should have many shades."""
def image_to_tensor(image):
    return torch.from_numpy(image // 255).float().unsqueeze(0)
