"""A turned picture is only looked at in another order: its numbers lie in memory as before. In which order do you read them?"""


def image_to_tensor(image):
    return torch.from_numpy(image.ravel(order="K").copy()).float().reshape(1, 28, 28) / 255
