"""id: H27
tries: nothing: loops as notebooks have them
expect: 1.1 OK 2
prints: 1 2 3 4
"""
import asyncio

async def give(number):
    await asyncio.sleep(0.001)
    return number

one = await give(1)
two = await asyncio.wait_for(give(2), 1)

# %%
try:
    import nest_asyncio2 as nest_asyncio
    nest_asyncio.apply()
except ImportError:
    pass
three = asyncio.get_event_loop().run_until_complete(give(3))
async with asyncio.timeout(1):
    four, = await asyncio.gather(give(4))
print(one, two, three, four)
