"""That PyTorch could use Apple's card does not mean that this computer has one. Which question asks whether it is there?"""


def environment():
    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "torchvision": torchvision.__version__,
        "device": "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_built() else "cpu",
    }
