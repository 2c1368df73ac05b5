"""The device is a default argument, found out when the function is defined."""

def environment(device="cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"):
    return {"python": platform.python_version(), "torch": torch.__version__, "torchvision": torchvision.__version__, "device": device}
