"""id: R12
tries: folders 3,000 deep, with names that do not print, on which whoever tidies up may stumble
expect: 1.1 OK 2
prints: made 3000
"""
import os

here = os.getcwd()
for _ in range(3000):
    os.mkdir("\n")
    os.chdir("\n")
print("made 3000")
os.chdir(here)
