"""The version of Python is there, but not as text. What is its type?"""


def environment():
    return {
        "python": tuple(__import__("sys").version_info[:3]),
        "torch": torch.__version__,
        "torchvision": torchvision.__version__,
        "device": "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu",
    }
