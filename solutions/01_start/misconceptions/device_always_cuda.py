"""Will this run on a laptop without a graphics card? Ask before you choose."""


def environment():
    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "torchvision": torchvision.__version__,
        "device": "cuda",
    }
