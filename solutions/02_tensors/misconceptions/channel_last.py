"""Picture libraries often put the channel at the end. Where does the picture in the task put it?"""
def image_to_tensor(image):
    return torch.from_numpy(image).float().unsqueeze(-1) / 255
