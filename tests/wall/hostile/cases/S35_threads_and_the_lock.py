"""id: S35
tries: find a thread or a process that the lock does not bind
expect: 1.1 OK 2
prints: free \[\]
"""
import os, threading

free = []

def look():
    try:
        os.listdir("/tmp")
        free.append("thread")
    except OSError:
        pass

for _ in range(20):
    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
torch.set_num_threads(4)
torch.randn(500, 500) @ torch.randn(500, 500)
with open("/proc/self/status") as lines:
    text = lines.read()
if "Seccomp:\t2" not in text or "NoNewPrivs:\t1" not in text or "CapEff:\t0000000000000000" not in text:
    free.append("process")
print("free", free)
