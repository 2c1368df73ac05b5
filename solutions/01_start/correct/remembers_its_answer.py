"""Computes its answer once and remembers it."""

import functools
@functools.lru_cache(maxsize=None)
def environment():
    return {"python": platform.python_version(), "torch": torch.__version__, "torchvision": torchvision.__version__,
            "device": "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"}
