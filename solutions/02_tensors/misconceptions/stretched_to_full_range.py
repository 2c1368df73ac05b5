"""What happens to a picture that is the same grey all over, and what to a dark one?"""
def image_to_tensor(image):
    x = torch.from_numpy(image).float().unsqueeze(0)
    return (x - x.min()) / (x.max() - x.min())
