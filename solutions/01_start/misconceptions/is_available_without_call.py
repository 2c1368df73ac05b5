"""A function that is only named, not called, counts as true. How many parentheses does your question need?"""


def environment():
    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "torchvision": torchvision.__version__,
        "device": "cuda" if torch.cuda.is_available else "mps" if torch.backends.mps.is_available else "cpu",
    }
