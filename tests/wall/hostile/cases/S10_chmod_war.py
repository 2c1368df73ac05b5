"""id: S10
tries: change modes, owners, times, attributes, names and sizes of the grader's files
expect: 1.1 OK 2
prints: got \[\]
"""
import ctypes, os

got = []
libc = ctypes.CDLL(None, use_errno=True)
for path in ("@LABELS@", "@HIDDEN@", "@COURSE@", "@OTHER@", "@HOME@", "@PACKAGES@"):
    raw = path.encode()
    for act in (
        lambda: os.chmod(path, 0), lambda: os.chown(path, 1, 1), lambda: os.utime(path, (0, 0)), lambda: os.setxattr(path, "user.x", b"1"),
        lambda: os.rename(path, path + "~"), lambda: os.link(path, "mine"), lambda: os.truncate(path, 0), lambda: os.unlink(path), lambda: os.rmdir(path),
        lambda: os.replace("x", path), lambda: os.symlink("x", path + "2"), lambda: os.mkdir(path + "3"),
        lambda: libc.syscall(452, -100, raw, 0, 0) == 0 or os.stat("none"), lambda: libc.syscall(469, -100, raw, None, 0, 0) == 0 or os.stat("none"),
        lambda: libc.syscall(280, -100, raw, None, 0) == 0 or os.stat("none"), lambda: libc.syscall(133, b"node", 0o20666, 0x103) == 0 or os.stat("none"),
    ):
        try:
            act()
            got.append(path)
        except OSError:
            pass
for change in (lambda: os.chmod(".", 0o777), lambda: os.utime("."), lambda: os.chmod("/proc/self/root", 0o777)):
    try:
        change()
        got.append("scratch")
    except OSError:
        pass
print("got", got)
