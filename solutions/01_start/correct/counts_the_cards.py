"""Counts the cards instead of asking whether there is one."""


def environment() -> dict[str, str]:
    where = "cpu"
    if torch.cuda.device_count() > 0:
        where = "cuda"
    elif torch.backends.mps.is_built() and torch.backends.mps.is_available():
        where = "mps"
    return {
        "python": platform.python_version(),
        "torch": str(torch.__version__),
        "torchvision": str(torchvision.__version__),
        "device": where,
    }
