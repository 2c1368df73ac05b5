"""Your function knows Apple's cards. And those that most servers and Colab have?"""


def environment():
    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "torchvision": torchvision.__version__,
        "device": "mps" if torch.backends.mps.is_available() else "cpu",
    }
