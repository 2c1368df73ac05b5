"""id: S12
tries: leave a process behind: fork, vfork, clone, clone3, spawn, exec, sessions, nohup, and threads that ignore the end
expect: 1.1 OK 2
prints: got \[\] threads True
"""
import ctypes, multiprocessing, os, signal, subprocess, sys, threading, time

libc, got = ctypes.CDLL(None, use_errno=True), []
for act in (
    os.fork, os.forkpty, os.setsid, lambda: os.posix_spawn("/bin/sleep", ["sleep", "99"], {}), lambda: subprocess.Popen(["sleep", "99"]),
    lambda: os.system("nohup sleep 99 &") and os.stat("none"), lambda: os.execv("/bin/sleep", ["sleep", "99"]), lambda: os.setpgid(0, 0),
    lambda: multiprocessing.get_context("fork").Process(target=time.sleep, args=(99,)).start(),
    lambda: multiprocessing.get_context("spawn").Process(target=time.sleep, args=(99,)).start(),
    lambda: libc.syscall(56, 0x4111, 0, 0, 0, 0) >= 0 or os.stat("none"), lambda: libc.syscall(435, bytes(64), 64) >= 0 or os.stat("none"),
    lambda: libc.prctl(36, 1) == 0 or os.stat("none"), lambda: libc.prctl(1, 0) == 0 or os.stat("none"), lambda: libc.prctl(4, 1) == 0 or os.stat("none"),
    lambda: libc.syscall(319, b"x", 0) >= 0 or os.stat("none"),
):
    try:
        act()
        got.append(act)
    except Exception:
        pass
for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
threading.Thread(target=lambda: [time.sleep(0.01) for _ in range(10**6)]).start()
print("got", got, "threads", threading.active_count() > 1)
