"""Finds the device once for the whole notebook, and puts more into the dict than was asked for."""

import sys

device = torch.device("cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu")


def version_of(package):
    return package.__version__


def environment():
    major, minor, micro = sys.version_info[:3]
    info = {
        "python": f"{major}.{minor}.{micro}",
        "torch": version_of(torch),
        "torchvision": version_of(torchvision),
        "device": device.type,
    }
    info["cuda version"] = torch.version.cuda
    info["system"] = platform.system()
    return info
