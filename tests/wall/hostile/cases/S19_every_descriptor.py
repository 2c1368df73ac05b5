"""id: S19
tries: pass descriptors of its own to the grader and duplicate the channel a hundred times
expect: 1.1 OK 2
prints: passed
"""
import array, os, socket

channel = socket.socket(fileno=os.dup(3))
copies = [os.dup(3) for _ in range(100)]
try:
    channel.sendmsg([b""], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", copies[:50]))])
except OSError:
    pass
print("passed")
