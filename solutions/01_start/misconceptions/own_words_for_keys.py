"""The values are fine. Compare the names of your entries with those in the task, letter by letter."""


def environment():
    device = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
    return {
        "Python": platform.python_version(),
        "PyTorch": torch.__version__,
        "TorchVision": torchvision.__version__,
        "Device": device,
    }
