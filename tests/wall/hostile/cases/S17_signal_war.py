"""id: S17
tries: signal, renice, pin and limit the grader, the server and everybody
expect: 1.1 OK 2
prints: got \[\]
"""
import ctypes, os, resource, signal

libc, got = ctypes.CDLL(None, use_errno=True), []
for pid in (@PARENT@, @SERVER@, os.getppid(), 1, 0, -1):
    for act in (
        lambda: os.kill(pid, 0), lambda: os.killpg(pid, 0), lambda: signal.pidfd_send_signal(os.pidfd_open(pid), 0), lambda: os.setpriority(0, pid, 19) if pid else os.stat("none"),
        lambda: resource.prlimit(pid, resource.RLIMIT_NOFILE, (3, 3)) if pid else os.stat("none"), lambda: os.sched_setaffinity(pid, {0}), lambda: os.sched_setscheduler(pid, 3, os.sched_param(0)),
        lambda: libc.syscall(234, pid, pid, 0) == 0 or os.stat("none"), lambda: libc.syscall(200, pid, 0) == 0 or os.stat("none"), lambda: libc.syscall(251, 1, pid, 0x6007) == 0 or os.stat("none"),
        lambda: libc.syscall(129, pid, 0, bytes(128)) == 0 or os.stat("none"), lambda: libc.fcntl(3, 8, pid) == 0 or os.stat("none"), lambda: libc.fcntl(3, 10, 9) == 0 and False or os.stat("none"),
    ):
        try:
            act()
            got.append(pid)
        except OSError:
            pass
print("got", got)
