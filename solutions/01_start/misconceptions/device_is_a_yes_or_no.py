"""is_available answers with yes or no. Which text follows from it?"""


def environment():
    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "torchvision": torchvision.__version__,
        "device": torch.cuda.is_available(),
    }
