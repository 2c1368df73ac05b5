"""You give back the right things in a row. By which names could a reader look them up?"""


def environment():
    device = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
    return platform.python_version(), torch.__version__, torchvision.__version__, device
