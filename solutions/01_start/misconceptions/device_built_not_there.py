"""A program that could use a card does not make one appear. Which question asks whether a card is there now?"""


def environment():
    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "torchvision": torchvision.__version__,
        "device": "cuda" if torch.backends.cuda.is_built() else "mps" if torch.backends.mps.is_built() else "cpu",
    }
