"""Your answer is what the maker calls the card. What does PyTorch call the place where its tensors lie?"""


def environment():
    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "torchvision": torchvision.__version__,
        "device": torch.cuda.get_device_name(0) if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu",
    }
