"""id: H08
tries: nothing: 50,000 printed lines, and a line on standard error
expect: 1.1 OK 2
cell: 8
prints: it is cut here
"""
import sys, warnings
for number in range(50_000):
    print("step", number, "loss", 1 / (number + 1))
print("careful", file=sys.stderr)
warnings.warn("deprecated")
