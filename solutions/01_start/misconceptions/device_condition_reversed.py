"""Read your condition aloud: what do you answer if there is a card, and what if there is none?"""


def environment():
    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "torchvision": torchvision.__version__,
        "device": "cpu" if torch.cuda.is_available() or torch.backends.mps.is_available() else "cuda",
    }
