"""id: R40
tries: display without end
expect: 1.1 OK 2
"""
from IPython.display import display

while True:
    display({"text/html": "x" * 10_000, "text/plain": "x"}, raw=True)
