"""id: F40n
tries: 20 cells with 90 outputs each, and as many as a frame can hold, below the cap on any one cell
expect: 1.1 OK 2
within: 12
"""
from IPython.display import display

for number in range(90):
    display({"text/plain": ""}, raw=True)

# %%
for number in range(90):
    display({"text/plain": ""}, raw=True)

# %%
for number in range(90):
    display({"text/plain": ""}, raw=True)

# %%
for number in range(90):
    display({"text/plain": ""}, raw=True)

# %%
for number in range(90):
    display({"text/plain": ""}, raw=True)

# %%
for number in range(90):
    display({"text/plain": ""}, raw=True)

# %%
for number in range(90):
    display({"text/plain": ""}, raw=True)

# %%
for number in range(90):
    display({"text/plain": ""}, raw=True)

# %%
for number in range(90):
    display({"text/plain": ""}, raw=True)

# %%
for number in range(90):
    display({"text/plain": ""}, raw=True)

# %%
for number in range(90):
    display({"text/plain": ""}, raw=True)

# %%
for number in range(90):
    display({"text/plain": ""}, raw=True)

# %%
for number in range(90):
    display({"text/plain": ""}, raw=True)

# %%
for number in range(90):
    display({"text/plain": ""}, raw=True)

# %%
for number in range(90):
    display({"text/plain": ""}, raw=True)

# %%
for number in range(90):
    display({"text/plain": ""}, raw=True)

# %%
for number in range(90):
    display({"text/plain": ""}, raw=True)

# %%
for number in range(90):
    display({"text/plain": ""}, raw=True)

# %%
for number in range(90):
    display({"text/plain": ""}, raw=True)

# %%
for number in range(90):
    display({"text/plain": ""}, raw=True)

# %%
for number in range(90):
    display({"text/plain": ""}, raw=True)
