"""Scales in NumPy and turns the float32 array into a tensor; standardises with NumPy too."""
def image_to_tensor(image):
    return torch.tensor((image.astype(np.float32) / 255.0)[np.newaxis])


def standardize(x):
    a = x.detach().numpy()
    z = (a - a.mean(axis=1, keepdims=True)) / a.std(axis=1, keepdims=True)
    return torch.from_numpy(z).float()
