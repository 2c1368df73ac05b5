"""tensor.to wants to hear one of the names PyTorch knows. Which word stands for the cards of NVIDIA?"""


def environment():
    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "torchvision": torchvision.__version__,
        "device": "gpu" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu",
    }
