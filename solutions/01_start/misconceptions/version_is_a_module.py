"""The version of torch is a text. What type does your entry have, and in which attribute does the text stand?"""


def environment():
    return {
        "python": platform.python_version(),
        "torch": torch.version,
        "torchvision": torchvision.__version__,
        "device": "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu",
    }
