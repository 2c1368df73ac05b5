"""id: H12
tries: nothing: many plots and many letters beyond ASCII, together more than is kept
expect: 1.1 OK 2
cell: 20
within: 40
"""
import numpy as np
import matplotlib.pyplot as plt

print("🙂" * 260_000)
for _ in range(40):
    plt.figure(figsize=(6, 6))
    plt.imshow(np.random.rand(200, 200, 3))
    plt.show()
