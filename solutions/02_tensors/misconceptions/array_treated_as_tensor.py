"""What you are given is an array of NumPy. Which of your steps belong to a tensor, and what makes one?"""


def image_to_tensor(image):
    return torch.tensor(image.unsqueeze(0)) / 255
