"""id: B35
tries: nothing: a training for its own pleasure that takes too long
expect: 1.1 OK 2
"""
import time
for epoch in range(1000):
    time.sleep(0.1)
    print("epoch", epoch)
