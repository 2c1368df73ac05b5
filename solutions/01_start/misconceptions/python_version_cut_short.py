"""Count the characters of your Python version: is it the one that runs here, or is its end missing?"""


def environment():
    return {
        "python": __import__("sys").version[:3],
        "torch": torch.__version__,
        "torchvision": torchvision.__version__,
        "device": "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu",
    }
