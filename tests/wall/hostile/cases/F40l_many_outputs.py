"""id: F40l
tries: 6,000 outputs, each of which the grader looks at
expect: 1.1 OK 2
within: 3
"""
from IPython.display import display

for number in range(6_000):
    display({"text/plain": ""}, raw=True)
