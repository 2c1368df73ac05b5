"""As a number, version 2.10 would be smaller than 2.9. In which type do all parts of a version survive?"""


def environment():
    return {
        "python": platform.python_version(),
        "torch": float(".".join(torch.__version__.split(".")[:2])),
        "torchvision": float(".".join(torchvision.__version__.split(".")[:2])),
        "device": "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu",
    }
