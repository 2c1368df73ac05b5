"""id: F24
tries: stop all clocks, then loop for ever
expect: 1.1 TIME_LIMIT 0
"""
import time, timeit

for name in ("time", "monotonic", "perf_counter", "process_time", "monotonic_ns"):
    setattr(time, name, lambda: 0)
timeit.default_timer = lambda: 0

def scale(x):
    while True:
        time.sleep(0.01)
