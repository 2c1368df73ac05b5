"""Keeps the settings of the notebook in a class."""

class Config:
    device = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
def environment():
    return {"python": platform.python_version(), "torch": torch.__version__, "torchvision": torchvision.__version__, "device": Config.device}
