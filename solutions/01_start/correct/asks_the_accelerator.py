"""Asks torch.accelerator, which knows all kinds of cards, and gives the device as torch.device."""


def environment():
    accelerator = torch.accelerator
    device = accelerator.current_accelerator() if accelerator.is_available() else torch.device("cpu")
    python = platform.python_version()
    return {"python": python, "torch": torch.__version__, "torchvision": torchvision.__version__, "device": device}
