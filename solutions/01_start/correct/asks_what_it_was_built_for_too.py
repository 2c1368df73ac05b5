"""Asks what PyTorch was built for as well as what there is."""

def environment():
    use_cuda = torch.backends.cuda.is_built() and torch.cuda.is_available()
    use_mps = torch.backends.mps.is_built() and torch.backends.mps.is_available()
    device = "cuda" if use_cuda else ("mps" if use_mps else "cpu")
    return {"python": platform.python_version(), "torch": torch.__version__, "torchvision": torchvision.__version__, "device": device}
