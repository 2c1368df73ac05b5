"""id: S34
tries: devices, kernel interfaces and sockets of services
expect: 1.1 OK 2
prints: got \[\]
"""
import glob, os

got = []
for path in [*glob.glob("/dev/*"), *glob.glob("/dev/*/*"), "/dev/mem", "/dev/kmsg", "/dev/fuse", "/dev/ptmx", "/dev/tty", "/dev/kvm", "/dev/net/tun", "/sys/kernel", "/sys/class/net", "/proc/kcore", "/proc/kallsyms", "/proc/sysrq-trigger", "/proc/keys", "/proc/1/root", "/etc/shadow", "/etc/passwd", "/etc/hostname", "/run", "/var/run/docker.sock", "/root", "/home", "/boot", "/proc/mounts", "/proc/net/tcp", "/proc/self/net/tcp"]:
    for flags in (os.O_RDONLY, os.O_WRONLY | os.O_NONBLOCK):
        try:
            descriptor = os.open(path, flags)
        except OSError:
            continue
        if path not in ("/dev/null", "/dev/zero", "/dev/urandom"):
            got.append(path)
        os.close(descriptor)
print("got", sorted(set(got)))
