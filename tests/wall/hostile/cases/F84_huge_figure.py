"""id: F84
tries: figures of a size that no memory holds
expect: 1.1 OK 2
"""
import matplotlib.pyplot as plt

plt.figure(figsize=(100_000, 100_000), dpi=1000)
plt.plot([1, 2])

# %%
plt.rcParams["figure.dpi"] = 10_000
plt.plot([1, 2])
plt.show()

# %%
plt.close("all")
print("after")
