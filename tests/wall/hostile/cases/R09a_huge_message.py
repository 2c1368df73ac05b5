"""id: R09a
tries: an error of 100 MB and a line of 60 MB
expect: 1.1 WRONG 0
cell: 8
"""
print("y" * 60_000_000)

def scale(x):
    raise ValueError("x" * 100_000_000)
