"""id: R31
tries: three cells that never end, each of which costs a new start
expect: 1.1 OK 2
"""
while True: pass

# %%
while True: pass

# %%
while True: pass
