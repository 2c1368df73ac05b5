"""id: S33
tries: reach the labels by other ways of opening: openat2, O_PATH, handles, links, dots, /proc/self/root and cwd, mapping
expect: 1.1 OK 2
prints: got \[\]
"""
import ctypes, mmap, os, struct

libc, got = ctypes.CDLL(None, use_errno=True), []
path = "@LABELS@"
ways = {
    "openat2": lambda: _syscall(437, -100, path.encode(), struct.pack("QQQ", 0, 0, 0), 24),
    "dots": lambda: os.open("../" * 20 + path[1:], os.O_RDONLY),
    "root": lambda: os.open("/proc/self/root" + path, os.O_RDONLY),
    "cwd": lambda: os.open("/proc/self/cwd/" + "../" * 20 + path[1:], os.O_RDONLY),
    "task": lambda: os.open(f"/proc/self/task/{os.getpid()}/root{path}", os.O_RDONLY),
    "path then read": lambda: os.read(os.open(path, os.O_PATH), 10),
    "path then reopen": lambda: os.open(f"/proc/self/fd/{os.open(path, os.O_PATH)}", os.O_RDONLY),
    "path of the folder": lambda: os.open("labels.txt", os.O_RDONLY, dir_fd=os.open(os.path.dirname(path), os.O_PATH)),
    "link": lambda: (os.symlink(path, "l"), os.open("l", os.O_RDONLY)),
    "hard link": lambda: os.link(path, "h"),
    "link of a path": lambda: os.link(f"/proc/self/fd/{os.open(path, os.O_PATH)}", "h2", follow_symlinks=True),
    "rename": lambda: os.rename(path, "mine"),
    "listing": lambda: os.listdir(os.path.dirname(path)),
    "execute": lambda: os.access(path, os.R_OK) and open(path).read(),
    "torch": lambda: torch.from_file(path, size=4, dtype=torch.uint8),
    "exchange": lambda: _syscall(316, -100, b".", -100, path.encode(), 2),
}

def _syscall(*arguments):
    if libc.syscall(*arguments) < 0:
        raise OSError(ctypes.get_errno())

for name, way in ways.items():
    try:
        way()
        got.append(name)
    except (OSError, RuntimeError):
        pass
print("got", got)
