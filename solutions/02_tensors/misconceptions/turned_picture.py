"""Draw the picture with plt.imshow before and after: which way is up?"""
def image_to_tensor(image):
    return torch.from_numpy(image).float().T.unsqueeze(0) / 255
