"""id: R51
tries: keep a little more memory at each question until there is none
expect: 1.1 MEMORY_LIMIT 0, 1.2 OK 3
"""
kept = []

def scale(x):
    while True:
        kept.append(torch.empty(1 << 26))
