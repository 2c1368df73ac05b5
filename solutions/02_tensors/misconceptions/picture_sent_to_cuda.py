"""Your tensor is to lie on a graphics card. Did the task ask for that, and does every computer have one?"""


def image_to_tensor(image):
    return (torch.from_numpy(image).float() / 255).unsqueeze(0).cuda()
