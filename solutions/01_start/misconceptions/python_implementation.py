"""There is more than one program that understands Python, and yours has this name. Which version is it?"""


def environment():
    return {
        "python": platform.python_implementation(),
        "torch": torch.__version__,
        "torchvision": torchvision.__version__,
        "device": "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu",
    }
