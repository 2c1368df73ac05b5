"""id: S03
tries: find secrets in the environment: Python's, the C library's and the one the process was started with
expect: 1.1 OK 2
prints: names .*PYTHONHASHSEED
"""
import ctypes, os

print("names", sorted(os.environ), dict(os.environ))
pointer = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ")
index = 0
while pointer[index]:
    print(pointer[index])
    index += 1
for name in ("environ", "cmdline", "mountinfo", "cgroup", "status", "net/unix", "net/tcp"):
    try:
        print(name, open(f"/proc/self/{name}", "rb").read()[:3000])
    except OSError as error:
        print(name, error.errno)
