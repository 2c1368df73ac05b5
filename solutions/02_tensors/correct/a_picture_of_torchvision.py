"""Gives back torchvision's own kind of tensor for pictures."""

def image_to_tensor(image):
    from torchvision.transforms import v2
    return v2.functional.to_dtype(v2.functional.to_image(np.ascontiguousarray(image)), torch.float32, scale=True)
