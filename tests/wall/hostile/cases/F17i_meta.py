"""id: F17i
tries: a tensor on the meta device, which has no numbers at all
expect: 1.1 WRONG 0
says: meta
"""
def scale(x):
    return (3 * x).to("meta")
