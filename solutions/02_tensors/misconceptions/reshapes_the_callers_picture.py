"""Look at the shape of the caller's array after your function ran: was it yours to change?"""
def image_to_tensor(image):
    result = torch.from_numpy(image).float().reshape(1, 28, 28) / 255
    image.shape = (1, 28, 28)
    return result
