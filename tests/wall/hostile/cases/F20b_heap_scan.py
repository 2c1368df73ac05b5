"""id: F20b
tries: read its own memory byte by byte, as inherited from the server, for anything of other people's
expect: 1.1 OK 2
prints: scanned \d+ MB
locked: memory is closed
cell: 8
"""
import re

found, total = set(), 0
try:
    lines, memory = open("/proc/self/maps").readlines(), open("/proc/self/mem", "rb", buffering=0)
except OSError:
    print("memory is closed")
else:
    for line in lines:
        span, rights, *_, = line.split()
        if not rights.startswith("rw") or "[v" in line:
            continue
        start, end = (int(part, 16) for part in span.split("-"))
        for at in range(start, end, 1 << 24):
            try:
                memory.seek(at)
                data = memory.read(min(1 << 24, end - at))
            except (OSError, ValueError):
                continue
            total += len(data)
            if total > 150 << 20:
                break
            found |= set(re.findall(rb"(?:SECRET|TOKEN|token|labels\.txt|AUTOGRADER_\w+)[ -~]{0,80}", data)[:200])
print("scanned", total >> 20, "MB")
for text in sorted(found)[:2000]:
    print(text)
