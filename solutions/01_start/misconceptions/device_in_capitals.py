"""PyTorch tells small and capital letters apart. What does `torch.zeros(1, device=...)` say to your word for it?"""


def environment():
    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "torchvision": torchvision.__version__,
        "device": "CUDA" if torch.cuda.is_available() else "MPS" if torch.backends.mps.is_available() else "CPU",
    }
