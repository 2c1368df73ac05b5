"""id: H06
tries: nothing: a thread pool, asyncio and temporary files
expect: 1.1 OK 2
prints: done 45
"""
import asyncio, tempfile
from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor(4) as pool:
    total = sum(pool.map(int, range(10)))
with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile("w") as file:
    file.write("x")
class Loop:
    def run(self):
        new = asyncio.new_event_loop()
        try:
            return new.run_until_complete(asyncio.sleep(0, total))
        finally:
            new.close()
with ThreadPoolExecutor(1) as pool:
    print("done", pool.submit(Loop().run).result())
