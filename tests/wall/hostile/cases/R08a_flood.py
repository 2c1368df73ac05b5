"""id: R08a
tries: print without end in a cell
expect: 1.1 OUTPUT_LIMIT 0
without: 1.1
cell: 8
"""
while True:
    print("x" * 100_000)

def scale(x):
    return 3 * x
