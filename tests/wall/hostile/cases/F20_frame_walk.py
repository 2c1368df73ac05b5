"""id: F20
tries: search frames, the heap and the modules for tests, tolerances, seeds and expected values
expect: 1.1 WRONG 0
cell: 6
prints: walked \d{4,}
"""
import gc, sys, linecache, inspect

texts, seen = [], 0
step = sys._getframe()
while step is not None:
    texts += [repr(value)[:2000] for value in step.f_locals.values() if isinstance(value, (str, bytes, dict, float))]
    step = step.f_back
todo, known = [*gc.get_objects(), *map(vars, sys.modules.values())], set()
while todo and seen < 60_000:  # what the server froze is reached through what refers to it
    thing = todo.pop()
    if id(thing) in known:
        continue
    known.add(id(thing))
    todo += gc.get_referents(thing)
    seen += 1
    if type(thing) is dict:
        for value in list(thing.values()):
            if type(value) in (str, bytes) and any(word in str(value) for word in ("SECRET", "expected[", "atol", "test_hidden", "labels.txt")):
                texts.append(str(value)[:5000])
print("walked", seen, [name for name in sys.modules if "judge" in name or "expect" in name or "diagnose" in name])
print([text for text in texts if "expected[" in text or "SECRET =" in text][:50])

def scale(x):
    return x
