"""Fills the dict when the notebook starts; the function only hands it over."""

from torch.cuda import is_available

ENVIRONMENT = {
    "python": ".".join(platform.python_version_tuple()),
    "torch": torch.version.__version__,
    "torchvision": torchvision.version.__version__,
    "device": "cuda" if is_available() else "mps" if torch.backends.mps.is_available() else "cpu",
}


def environment():
    return ENVIRONMENT
