"""id: S30
tries: what younger and rarer calls reach: kernel AIO, pipes for notifications, splicing, kernel rings, futexes of others
expect: 1.1 OK 2
prints: got \[\]
"""
import ctypes, os, platform

libc, got = ctypes.CDLL(None, use_errno=True), []
buffer = ctypes.create_string_buffer(4096)
wide = platform.machine() == "x86_64"
calls = {
    "io_setup": (206 if wide else 0, 128, buffer), "listns": (470, buffer, buffer, 1, 0), "open_tree_attr": (467, -100, b"/", 1, None, 0),
    "migrate_pages": (256 if wide else 238, @PARENT@, 8, buffer, buffer), "of the future": (999, 0), "quotactl": (443, 3, 0, 0, None), "acct": (163 if wide else 89, None),
}
for name, call in calls.items():
    if libc.syscall(*call) >= 0:
        got.append(name)
print("got", got)
