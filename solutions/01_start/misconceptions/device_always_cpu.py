"""Your notebook is handed to somebody with a graphics card. Who looks whether there is one?"""


def environment():
    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "torchvision": torchvision.__version__,
        "device": "cpu",
    }
