"""Gives Python's own description, which begins with its version."""

import sys
def environment():
    return {"python": sys.version, "torch": torch.__version__, "torchvision": torchvision.__version__,
            "device": "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"}
