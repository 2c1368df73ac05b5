"""Follow your conditions on a computer that has a card of NVIDIA only: which branch is taken, and what is `device` at the end?"""


def environment():
    if torch.cuda.is_available():
        device = "cuda"
    if torch.backends.mps.is_available():
        device = "mps"
    else:
        device = "cpu"
    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "torchvision": torchvision.__version__,
        "device": device,
    }
