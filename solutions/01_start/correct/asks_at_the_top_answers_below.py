"""Asks once at the top of the notebook, and keeps yes and no."""

HAS_CUDA = torch.cuda.is_available()
HAS_MPS = torch.backends.mps.is_available()
def environment():
    device = "cuda" if HAS_CUDA else "mps" if HAS_MPS else "cpu"
    return {"python": platform.python_version(), "torch": torch.__version__, "torchvision": torchvision.__version__, "device": device}
