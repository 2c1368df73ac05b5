"""id: R33
tries: ten thousand notes, each of 10,000 letters
expect: 1.1 OK 2
note: skipped
"""
for number in range(10_000):
    get_ipython().system("x" * 10_000 + str(number))
