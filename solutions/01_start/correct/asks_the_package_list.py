"""Takes the versions from the installed packages and the whole sentence from sys.version."""

import sys
from importlib.metadata import version


def environment():
    found = {name: version(name) for name in ("torch", "torchvision")}
    found["python"] = sys.version
    found["device"] = "cpu"
    if torch.backends.mps.is_available():
        found["device"] = "mps"
    if torch.cuda.is_available():
        found["device"] = "cuda:0"
    return found
