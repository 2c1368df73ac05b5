"""id: R50
tries: thousands of outputs over many displays of one growing figure
expect: 1.1 OK 2
"""
import matplotlib.pyplot as plt

for number in range(40):
    figure = plt.figure(figsize=(3, 2))
    figure.text(0, 0, "x" * number)
