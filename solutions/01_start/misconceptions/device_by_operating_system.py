"""Not every computer of Apple has that kind of card. Ask for the card itself, not for who made the computer."""


def environment():
    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "torchvision": torchvision.__version__,
        "device": "mps" if platform.system() == "Darwin" else "cuda" if torch.cuda.is_available() else "cpu",
    }
