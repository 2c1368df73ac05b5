"""Your function tells what PyTorch was built for. Is there such a card in this computer now? A second question
finds out.
"""


def environment():
    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "torchvision": torchvision.__version__,
        "device": torch.accelerator.current_accelerator().type,
    }
