"""id: R17
tries: set and clear timers and catch their signals
expect: 1.1 TIME_LIMIT 0
"""
import signal

for name in ("SIGALRM", "SIGVTALRM", "SIGPROF", "SIGXCPU", "SIGTERM", "SIGINT"):
    signal.signal(getattr(signal, name), lambda *args: None)
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)

def scale(x):
    signal.alarm(0)
    while True:
        pass
