"""Three versions were asked for. Which one is missing in your dict?"""


def environment():
    device = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
    return {"python": platform.python_version(), "torch": torch.__version__, "device": device}
