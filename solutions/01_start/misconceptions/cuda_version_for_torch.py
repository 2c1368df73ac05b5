"""torch.version.cuda is the version of CUDA that PyTorch was built with. Whose version was asked for?"""


def environment():
    return {
        "python": platform.python_version(),
        "torch": str(torch.version.cuda),
        "torchvision": torchvision.__version__,
        "device": "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu",
    }
