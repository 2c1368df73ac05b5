"""Print what stands in your dict for PyTorch and compare it with `torch.__version__`: is all of it there?"""


def environment():
    return {
        "python": platform.python_version(),
        "torch": torch.__version__[:3],
        "torchvision": torchvision.__version__[:4],
        "device": "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu",
    }
