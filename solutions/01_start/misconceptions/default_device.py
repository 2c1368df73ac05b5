"""The default device is where new tensors go until somebody says otherwise. Is it also the best one there is?"""


def environment():
    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "torchvision": torchvision.__version__,
        "device": str(torch.get_default_device()),
    }
