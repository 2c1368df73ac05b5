"""id: R41
tries: print and clear without end, as progress bars do
expect: 1.1 OK 2
"""
from IPython.display import clear_output

for number in range(20_000):
    print(f"\rstep {number}", end="")
    clear_output(wait=True)
