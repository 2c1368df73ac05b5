"""Give your function two pictures after each other: is the second tensor that of the second picture?"""


remembered = []


def image_to_tensor(image):
    if not remembered:
        remembered.append(torch.from_numpy(image).float().unsqueeze(0) / 255)
    return remembered[0]
