"""Count from 0: in front of which direction does your `unsqueeze` put the new one?"""


def image_to_tensor(image):
    return torch.from_numpy(image).float().unsqueeze(1) / 255
