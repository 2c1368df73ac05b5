"""id: S41
tries: take the time and the limits into its own hands: timers, slack, clocks, priorities, the end of the parent
expect: 1.1 OK 2
prints: got \[\]
"""
import ctypes, os, resource, signal, time

got = []
for name, act in {
    "clock": lambda: time.clock_settime(time.CLOCK_REALTIME, 0), "nice": lambda: os.setpriority(os.PRIO_PROCESS, 0, -20), "cpu": lambda: resource.setrlimit(resource.RLIMIT_CPU, (-1, -1)), "affinity": lambda: os.sched_setaffinity(0, {0}),
    "realtime": lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)), "group": lambda: os.killpg(0, signal.SIGKILL) if os.getpgrp() != os.getpid() else 1 / 0, "session": os.setsid, "stop the parent": lambda: os.kill(os.getppid(), signal.SIGSTOP) if os.getppid() else 1 / 0,
}.items():
    try:
        act()
        got.append(name)
    except (OSError, ValueError, ZeroDivisionError):
        pass
print("got", got)
