"""id: F81
tries: displays whose keys are no text and whose data is no dict
expect: 1.1 OK 2
"""
from IPython.display import display

for data in ({(1, 2): "x", None: "y", "text/plain": "z"}, {"image/png": b"\x89PNG\r\n\x1a\nbroken", "image/jpeg": b"\xff"}, {"text/plain": object()}, {"": ""}):
    display(data, raw=True)

# %%
display([1], raw=True)
