"""id: H04a
tries: nothing: plots
expect: 1.1 OK 2
"""
import matplotlib.pyplot as plt
import numpy as np

for number in range(3):
    plt.figure()
    plt.plot(np.sin(np.arange(100) * number))
    plt.title("größer")
    plt.show()
figure, axes = plt.subplots(2, 2)
axes[0, 0].imshow(np.random.rand(28, 28), cmap="gray")
