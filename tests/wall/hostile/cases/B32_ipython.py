"""id: B32
tries: nothing: display, Out, _, await at the top level and a question mark
expect: 1.1 OK 2
prints: awaited 3
"""
from IPython.display import display, Markdown
display(Markdown("# hello"), 5)
7

# %%
print("last", _, Out)
torch.relu?
scale??

# %%
import asyncio
async def three():
    await asyncio.sleep(0)
    return 3
print("awaited", await three())
