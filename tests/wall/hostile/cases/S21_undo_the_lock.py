"""id: S21
tries: take the lock off: new rules, new filters, namespaces, capabilities, other architectures, calls of the future
expect: 1.1 OK 2
prints: got \[\]
"""
import ctypes, os, struct, threading

libc, got = ctypes.CDLL(None, use_errno=True), []
buffer = ctypes.create_string_buffer(256)
acts = [(444, buffer, 24, 0), (445, 3, 1, buffer, 0), (446, 3, 0), (317, 1, 0, buffer), (317, 0, 0, None), (157, 22, 2, buffer, 0, 0), (157, 4, 1, 0, 0, 0), (157, 24, 1, 0, 0, 0), (126, buffer, buffer), (272, 0x10000000), (272, 0x20000), (308, 3, 0), (161, b"/"), (165, b"x", b"/", b"tmpfs", 0, None), (155, b"/", b"/"), (428, -100, b"/", 1), (430, b"tmpfs", 0), (429, 3, b"", -100, b"/", 4), (304, 3, buffer, 0), (303, -100, b"/", buffer, buffer, 0), (135, 0x40000), (323, 0), (321, 0, buffer, 128), (425, 8, buffer), (426, 3, 1, 1, 0, None, 0), (298, buffer, 0, -1, -1, 0), (250, 1, 0), (248, b"user", b"x", b"y", 1, -3), (470,), (471,), (999,), (105, 0), (117, 0, 0, 0), (116, 0, None), (160, 7, struct.pack("QQ", 9999, 9999)), (302, 0, 9, struct.pack("QQ", 2**63, 2**63), None), (167, b"/", 0), (153,), (169, 0xFEE1DEAD, 672274793, 0, None), (175, b"", 0, b""), (246, 0, 0, None, 0), (227, 0, buffer), (170, b"x", 1), (300, 0, 0), (253,), (294, 0), (240, b"x", 0o102, 0o600, None), (447, 0), (154, 0, buffer, 16), (173, 0, 1, 1), (172, 3), (216, 0, 0, 0, 0, 0)]

def act(number, *arguments):
    if libc.syscall(number, *arguments) >= 0:
        got.append(number)

for each in acts:
    act(*each)
    thread = threading.Thread(target=act, args=each)
    thread.start()
    thread.join()
print("got", got)
