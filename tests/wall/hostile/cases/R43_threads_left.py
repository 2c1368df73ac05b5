"""id: R43
tries: leave threads, executors and a running loop behind
expect: 1.1 OK 2
"""
import asyncio, threading, time
from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(4)
for _ in range(8):
    pool.submit(time.sleep, 1000)
threading.Thread(target=time.sleep, args=(1000,)).start()
loop = asyncio.new_event_loop()
threading.Thread(target=loop.run_forever).start()
threading.Timer(0.1, lambda: 1 / 0).start()
time.sleep(0.3)
