"""id: B20c
tries: nothing: an error that names a file in its working folder by its whole path
expect: 1.1 WRONG 0
says: No such file
"""
from pathlib import Path

def scale(x):
    return torch.load(Path.cwd() / "model.pt")
