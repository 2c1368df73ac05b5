"""NVIDIA is not the only maker of graphics cards. What does your function answer on a new Apple computer?"""


def environment():
    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "torchvision": torchvision.__version__,
        "device": "cuda" if torch.cuda.is_available() else "cpu",
    }
