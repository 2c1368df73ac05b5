"""id: S19b
tries: fill the grader's descriptor table by passing it descriptors with forged bytes
expect: 1.1 RECORD_INVALID 0
"""
import array, os, socket

def scale(x):
    channel = socket.socket(fileno=os.dup(3))
    mine = array.array("i", [os.dup(3) for _ in range(100)])
    for _ in range(100):
        channel.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, mine)])
    return x
