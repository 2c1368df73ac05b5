"""Tries the lock: forbidden acts, done in a throw-away child that has locked itself as a submission's is locked."""

import contextlib
import ctypes
import errno
import functools
import os
import select
import signal
import socket
import stat
import struct
from collections.abc import Callable, Sequence
from typing import Any

from autograder.wall.inside.jail import CLONE_NEWUSER, HIGHEST, JailError, Limits, _call, _fork, _syscall, lock, prepare

Act = Callable[[], object]

# What a lock says. All else, such as EFAULT or EBADF, the kernel says only after it has begun to do as it was asked.
REFUSALS = {errno.EPERM, errno.EACCES, errno.ENOSYS, errno.EOPNOTSUPP, errno.EXDEV, errno.EROFS}


def attempts(parent: int, canary: str) -> dict[str, Act]:
    """Forbidden acts by name, against the process `parent` and the file `canary`: one that gets through returns.

    Nothing that gets through does harm: it sets what is set already, cleans up after itself or asks for what cannot be
    given. It may change the process that tries it, so try in one made for that.
    """
    import subprocess

    here, path, status = -100, os.fsencode(canary), os.stat(canary)  # -100 is AT_FDCWD
    folder, mode = os.path.dirname(canary), stat.S_IMODE(status.st_mode)
    places = ("/tmp", "/var/tmp", "/dev/shm", os.path.dirname(os.__file__), folder)  # noqa: S108
    buffer, file = ctypes.create_string_buffer(128), os.memfd_create("autograder")
    span = struct.pack("PN", ctypes.addressof(buffer), 8)

    def created(path: str) -> None:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        os.unlink(path)

    def renamed() -> None:
        os.rename(canary, canary + "~")
        os.rename(canary + "~", canary)

    def followed(make: Callable[[str, str], None]) -> None:
        make(canary, "autograder-link")
        try:
            os.open("autograder-link", os.O_RDONLY)
        finally:
            os.unlink("autograder-link")

    def born(pid: int) -> None:
        os.waitpid(pid, 0) if pid else os._exit(0)

    def shell() -> None:
        if os.system("true"):  # noqa: S605  it tells of failure in its number only
            raise PermissionError(errno.EPERM, "os.system")

    def has_capabilities() -> None:
        with open("/proc/self/status") as lines:
            if "CapPrm:\t0000000000000000\n" in lines:
                raise PermissionError(errno.EPERM, "no capability")

    def met_stranger() -> None:
        socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)[0].connect(b"\0autograder-nobody")

    acts: dict[str, Act] = {
        "read": lambda: os.open(canary, os.O_RDONLY),
        "write": lambda: os.open(canary, os.O_WRONLY),
        "truncate": lambda: os.truncate(canary, status.st_size),
        "list": lambda: os.listdir(folder),
        "rename": renamed,
        "hard link": lambda: followed(os.link),
        "symbolic link": lambda: followed(os.symlink),
        "chmod": lambda: os.chmod(canary, mode),
        "chown": lambda: os.chown(canary, -1, -1),
        "utime": lambda: os.utime(canary, ns=(status.st_atime_ns, status.st_mtime_ns)),
        "setxattr": lambda: os.setxattr(canary, "user.autograder", b"1"),
        "listxattr": lambda: os.listxattr(canary),
        **{
            f"create in {it}": functools.partial(created, f"{it}/autograder-{os.getpid()}")
            for it in places
            if os.path.isdir(it)
        },
        "list processes": lambda: os.listdir("/proc"),
        "list the machine's connections": lambda: os.open("/proc/self/net/tcp", os.O_RDONLY),
        "list the machine's mounts": lambda: os.open("/proc/self/mountinfo", os.O_RDONLY),
        "list the parent's descriptors": lambda: os.listdir(f"/proc/{parent}/fd"),
        **{
            f"read the parent's {name}": functools.partial(os.open, f"/proc/{parent}/{name}", os.O_RDONLY)
            for name in ("environ", "mem", "cmdline", "maps")
        },
        "fork": lambda: born(os.fork()),
        "vfork": lambda: born(_call("clone", 0x4000 | signal.SIGCHLD, 0, 0, 0, 0)),  # without the shared memory
        "clone3": lambda: born(_call("clone3", struct.pack("8Q", 0, 0, 0, 0, signal.SIGCHLD, 0, 0, 0), 64)),
        "posix_spawn": lambda: born(os.posix_spawn("/bin/true", ["true"], {})),
        "os.system": shell,
        "subprocess": lambda: subprocess.run(["/bin/true"], check=True),
        "socketpair that meets strangers": met_stranger,
        "keep a capability": has_capabilities,
        "a call of the future": lambda: _syscall(HIGHEST + 1),
    }
    calls: tuple[tuple[Any, ...], ...] = (  # a call and a word to tell it from others, then its arguments
        ("fchmodat2", here, path, mode, 0), ("file_setattr", here, path, None, 0, 0), ("mknodat", here, b"", 0, 0),
        ("name_to_handle_at", here, path, bytes(8), buffer, 0), ("open_by_handle_at", here, bytes(16), 0),
        ("execve", b"/autograder-nothing", None, None), ("execveat", here, b"/autograder-nothing", None, None, 0),
        ("kill parent", parent, 0), ("kill all", -1, 0), ("tgkill", parent, parent, 0), ("tkill", parent, 0),
        ("rt_sigqueueinfo", parent, 0, None), ("pidfd_open", parent, 0), ("ptrace", 0x4206, parent, 0, 0),
        ("process_vm_readv", parent, span, 1, span, 1, 0), ("kcmp", parent, parent, 0, 0, 0),
        ("prlimit64 parent", parent, 7, None, buffer), ("prlimit64 raise", 0, 0, 8, None), ("setrlimit", 0, None),
        ("setpriority", 0, parent, os.getpriority(os.PRIO_PROCESS, parent)), ("ioprio_set", 1, parent, 0),
        ("sched_setaffinity", parent, 0, None), ("sched_setscheduler", parent, -1, None),
        ("fcntl SETOWN", file, 8, parent), ("fcntl SETLEASE", file, 1024, 2), ("fcntl NOTIFY", file, 1026, 0),
        ("ioctl TIOCSTI", file, 0x5412, buffer), ("ioctl TIOCLINUX", file, 0x541C, buffer),
        ("ioctl TIOCSCTTY", file, 0x540E, 0), ("ioctl FS_SETFLAGS", file, 0x40086602, buffer),
        ("prctl PDEATHSIG", 1, 0, 0, 0, 0), ("prctl DUMPABLE", 4, 1, 0, 0, 0), ("prctl SECCOMP", 22, 2, 0, 0, 0),
        ("prctl SUBREAPER", 36, 1, 0, 0, 0), ("prctl PTRACER", 0x59616D61, parent, 0, 0, 0),
        ("socket TCP", 2, 1, 0), ("socket UDP", 2, 2, 0), ("socket IPv6", 10, 1, 0), ("socket raw", 2, 3, 1),
        ("socket UNIX", 1, 1, 0), ("socket netlink", 16, 3, 0), ("socket packet", 17, 3, 0),
        ("socket crypto", 38, 5, 0), ("socket vsock", 40, 1, 0), ("connect", file, None, 0), ("bind", file, None, 0),
        ("shmget", 1, 0, 0), ("semget", 1, 0, 0), ("msgget", 1, 0), ("mq_open", b"autograder-nothing", 0, 0, None),
        ("inotify_init1", 0), ("fanotify_init", 0, 0), ("io_uring_setup", 1, buffer), ("bpf", 0, None, 0),
        ("perf_event_open", None, 0, -1, -1, 0), ("userfaultfd", 1), ("memfd_secret", 0), ("memfd_create", b"x", 0),
        ("setsockopt", file, 1, 7, struct.pack("i", 1 << 30), 4), ("fcntl SETPIPE_SZ", file, 1031, 1 << 20),
        ("keyctl", 0, -3, 0), ("add_key", None, None, None, 0, -3), ("personality", 0xFFFFFFFF), ("seccomp", 1, 0, None),
        ("landlock_create_ruleset", None, 0, 1), ("unshare", CLONE_NEWUSER), ("setns", -1, 0), ("chroot", b""),
        ("io_setup", 0, buffer), ("mount", b"", b"", b"tmpfs", 0, None), ("umount2", b"", 0), ("fsopen", b"tmpfs", 0),
        ("open_tree", here, b".", 0), ("setresuid", -1, -1, -1), ("setresgid", -1, -1, -1), ("syslog", 10, None, 0),
    )  # fmt: skip
    for name, *arguments in calls:
        acts[name] = functools.partial(_call, name.split()[0], *arguments)
    return {name: functools.partial(_attempt, act) for name, act in acts.items()}


def _attempt(act: Act) -> None:
    try:
        act()
    except OSError as error:
        if error.errno in REFUSALS:
            raise


def breaches(scratch: str, readable: Sequence[str], limits: Limits, canary: str) -> list[str]:
    """Locks a throw-away child, lets it try all attempts, and names those that got through: [] is what one wants."""
    prepare()
    parent, (report, pen) = os.getpid(), os.pipe()
    pid = _fork()
    if pid == 0:
        _try_all(pen, parent, scratch, readable, limits, canary)
    os.close(pen)
    descriptor = os.pidfd_open(pid)
    watch = select.poll()
    watch.register(descriptor, select.POLLIN)
    if not watch.poll(5000):
        signal.pidfd_send_signal(descriptor, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(descriptor)
    os.set_blocking(report, False)  # a process that got through may still hold the other end
    with open(report, "rb") as file:
        *through, last = (file.read() or b"").decode().split("\n")
    if last != "done":
        raise JailError(f"the trial of the lock did not come to its end ({last or 'killed'}); run it again")
    return through


def _try_all(pen: int, parent: int, scratch: str, readable: Sequence[str], limits: Limits, canary: str) -> None:
    end = ""
    try:
        acts = attempts(parent, canary)
        lock(scratch, readable, limits, parent=parent)
        for name, act in acts.items():
            end = f"at {name}: "
            with contextlib.suppress(OSError):
                act()
                os.write(pen, f"{name}\n".encode())
        end = "done"
    except BaseException as error:  # noqa: BLE001  a forked child must never go on in its parent's code
        end += f"{error}".replace("\n", " ")
    finally:
        os.write(pen, end.encode())
        os._exit(0)
