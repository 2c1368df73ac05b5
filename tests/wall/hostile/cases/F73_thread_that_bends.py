"""id: F73
tries: a thread that rewrites the answer's memory after it was given
expect: 1.1 WRONG 0
"""
import threading, time

def scale(x):
    y = torch.zeros_like(x)
    threading.Thread(target=lambda: [y.copy_(y + 1) or time.sleep(0.001) for _ in range(200)], daemon=True).start()
    return y
