"""Locks a freshly forked process before student code runs in it: namespace, rlimits, Landlock, seccomp.

One way and fail closed: `lock` either puts on the whole lock or raises `JailError`, after which the child must exit.
Everything goes through system calls by name, so nothing beyond ctypes is needed. Two locks of different make cover
each other: Landlock decides which files exist for the student, seccomp what can be asked of the kernel at all
(metadata, other processes and sockets, of which Landlock knows little or nothing).
"""

import contextlib
import ctypes
import errno
import functools
import glob
import os
import platform
import signal
import socket
import stat
import struct
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Instruction = tuple[int, int, int, int]

# ---- tables

ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
"""What the kernel calls a machine in the first word that the filter looks at."""

HIGHEST = 469
"""The newest call that was judged for these tables (file_setattr, Linux 6.17), the same on both machines."""

REFUSED: dict[str, tuple[int, str]] = {
    "other programs": (errno.EPERM, "fork:57:- vfork:58:- execve:59:221 execveat:322:281"),
    "other processes": (errno.EPERM, """
        ptrace:101:117 process_vm_readv:310:270 process_vm_writev:311:271 process_madvise:440:440
        process_mrelease:448:448 pidfd_open:434:434 pidfd_getfd:438:438 pidfd_send_signal:424:424 kcmp:312:272
        get_robust_list:274:100 migrate_pages:256:238 move_pages:279:239 setpriority:141:140 ioprio_set:251:30
        sched_setaffinity:203:122 sched_setscheduler:144:119 sched_setparam:142:118 sched_setattr:314:274
        setpgid:109:154 setsid:112:157 perf_event_open:298:241"""),
    "own limits and powers": (errno.EPERM, """
        setrlimit:160:164 personality:135:92 seccomp:317:277 landlock_create_ruleset:444:444
        landlock_add_rule:445:445 landlock_restrict_self:446:446 capset:126:91 setuid:105:146 setgid:106:144
        setreuid:113:145 setregid:114:143 setresuid:117:147 setresgid:119:149 setfsuid:122:151 setfsgid:123:152
        setgroups:116:159 lsm_set_self_attr:460:460 memfd_secret:447:447 userfaultfd:323:282 bpf:321:280
        io_uring_setup:425:425 io_uring_enter:426:426 io_uring_register:427:427 add_key:248:217
        request_key:249:218 keyctl:250:219 modify_ldt:154:- remap_file_pages:216:234 uselib:134:- iopl:172:-
        ioperm:173:-"""),
    "metadata, which Landlock leaves open": (errno.EPERM, """
        chmod:90:- fchmod:91:52 fchmodat:268:53 fchmodat2:452:452 chown:92:- fchown:93:55 lchown:94:-
        fchownat:260:54 utime:132:- utimes:235:- futimesat:261:- utimensat:280:88 file_setattr:469:469
        mknod:133:- mknodat:259:33"""),
    # "Not supported" and not "not permitted": shutil goes on without extended attributes when told so.
    "extended attributes": (errno.EOPNOTSUPP, """
        setxattr:188:5 lsetxattr:189:6 fsetxattr:190:7 setxattrat:463:463 getxattr:191:8 lgetxattr:192:9
        fgetxattr:193:10 getxattrat:464:464 listxattr:194:11 llistxattr:195:12 flistxattr:196:13
        listxattrat:465:465 removexattr:197:14 lremovexattr:198:15 fremovexattr:199:16 removexattrat:466:466"""),
    "mounts and namespaces": (errno.EPERM, """
        mount:165:40 umount2:166:39 pivot_root:155:41 chroot:161:51 unshare:272:97 setns:308:268 fsopen:430:430
        fsconfig:431:431 fsmount:432:432 fspick:433:433 open_tree:428:428 open_tree_attr:467:467
        move_mount:429:429 mount_setattr:442:442 statmount:457:457 listmount:458:458
        name_to_handle_at:303:264 open_by_handle_at:304:265"""),
    "talk between processes": (errno.EPERM, """
        shmget:29:194 shmat:30:196 shmctl:31:195 semget:64:190 semop:65:193 semctl:66:191 semtimedop:220:192
        msgget:68:186 msgsnd:69:189 msgrcv:70:188 msgctl:71:187 mq_open:240:180 mq_unlink:241:181
        mq_timedsend:242:182 mq_timedreceive:243:183 mq_notify:244:184 mq_getsetattr:245:185
        inotify_init:253:- inotify_init1:294:26 inotify_add_watch:254:27 fanotify_init:300:262
        fanotify_mark:301:263"""),
    "the machine": (errno.EPERM, """
        reboot:169:142 swapon:167:224 swapoff:168:225 sethostname:170:161 setdomainname:171:162
        settimeofday:164:170 clock_settime:227:112 clock_adjtime:305:266 adjtimex:159:171 acct:163:89
        syslog:103:116 vhangup:153:58 quotactl:179:60 quotactl_fd:443:443 init_module:175:105
        finit_module:313:273 delete_module:176:106 kexec_load:246:104 kexec_file_load:320:294 nfsservctl:180:42
        lookup_dcookie:212:18 sysfs:139:- sync:162:81 syncfs:306:267 io_setup:206:0 io_destroy:207:1
        io_getevents:208:4 io_submit:209:2 io_cancel:210:3 io_pgetevents:333:292"""),
    "memory that no limit counts": (errno.EPERM, "memfd_create:319:279 setsockopt:54:208"),
    "the network": (errno.EACCES, "bind:49:200 connect:42:203 listen:50:201 accept:43:202 accept4:288:242"),
}  # fmt: skip
"""Calls that are refused whatever their arguments, by what they reach: errno, then name:x86_64:aarch64."""

FOR_GPU = {"memory that no limit counts", "the network"}
"""What drivers need."""

CHECKED = """socket:41:198 socketpair:53:199 clone:56:220 clone3:435:435 kill:62:129 tkill:200:130 tgkill:234:131
    rt_sigqueueinfo:129:138 rt_tgsigqueueinfo:297:240 prlimit64:302:261 prctl:157:167 ioctl:16:29 fcntl:72:25"""
"""Calls whose arguments decide; `_checks` says how."""

# Names and time slack of threads, questions about oneself, and what vector libraries on aarch64 ask for. Dumpable,
# death signal, ptracer, subreaper, seccomp, capabilities, core scheduling and all that is new are not among them.
PRCTL_ALLOWED = {
    "GET_DUMPABLE": 3, "SET_NAME": 15, "GET_NAME": 16, "GET_SECCOMP": 21, "CAPBSET_READ": 23, "SET_TIMERSLACK": 29,
    "GET_TIMERSLACK": 30, "GET_NO_NEW_PRIVS": 39, "GET_THP_DISABLE": 42, "SVE_GET_VL": 51, "GET_TAGGED_ADDR_CTRL": 56,
    "SME_GET_VL": 64, "SET_VMA": 0x53564D41,
}  # fmt: skip
# A list of the good ones: file systems take harmful ones too (flags, verity), even through a descriptor for reading.
IOCTL_ALLOWED = {
    "TCGETS": 0x5401, "TIOCGPGRP": 0x540F, "TIOCGWINSZ": 0x5413, "FIONREAD": 0x541B, "FIONBIO": 0x5421,
    "FIONCLEX": 0x5450, "FIOCLEX": 0x5451, "FICLONE": 0x40049409,
}  # fmt: skip
# GPU drivers number their own ioctls, so that profile must do with a list of the bad ones.
IOCTL_REFUSED = {
    "TIOCSCTTY": 0x540E, "TIOCSTI": 0x5412, "TIOCLINUX": 0x541C, "TIOCCONS": 0x541D, "FIOSETOWN": 0x8901,
    "SIOCSPGRP": 0x8902, "FS_SETFLAGS": 0x40086602, "FS_SETXATTR": 0x401C5820, "FS_ENABLE_VERITY": 0x40806685,
}  # fmt: skip
# A descriptor's owner gets signals, which is `kill` by another door; a lease keeps others waiting at the file; what
# pipes hold is counted for all processes of a user together.
FCNTL_REFUSED = {"SETOWN": 8, "SETSIG": 10, "SETOWN_EX": 15, "SETLEASE": 1024, "NOTIFY": 1026, "SETPIPE_SZ": 1031}

RIGHTS = {
    name: 1 << bit
    for bit, name in enumerate(
        "EXECUTE WRITE_FILE READ_FILE READ_DIR REMOVE_DIR REMOVE_FILE MAKE_CHAR MAKE_DIR MAKE_REG MAKE_SOCK MAKE_FIFO "
        "MAKE_BLOCK MAKE_SYM REFER TRUNCATE IOCTL_DEV RESOLVE_UNIX".split()
    )
}
"""Landlock's rights on files, in the order of their bits."""

RIGHTS_IN_ABI = (13, 14, 15, 15, 16, 16, 16, 16, 17)
"""How many of `RIGHTS` the ABIs 1, 2, 3 ... know; a newer ABI knows at least the last."""

RESOURCES = {
    "CPU": 0, "FSIZE": 1, "DATA": 2, "CORE": 4, "NOFILE": 7, "MEMLOCK": 8, "AS": 9, "SIGPENDING": 11, "MSGQUEUE": 12
}  # fmt: skip
"""Numbers of the limits; by system call, since the first import of `resource` would cost each child a millisecond."""

OWN_PROC = "cmdline comm environ limits maps stat statm status"
"""The files of its own /proc folder that a process may read: what libc, torch and psutil ask for."""

NEEDED_ABI = 3  # below it any file of the same owner can be emptied

CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_THREAD = 0x20000, 0x8000000, 0x10000000, 0x10000
MS_NOSUID, MS_NODEV, MS_REC, MS_PRIVATE = 2, 4, 0x4000, 0x40000
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 1, 4, 24, 38, 47

# ---- what it is called with


class JailError(OSError):
    """The lock could not be put on; the message says what is missing, on what, and what to do."""


@dataclass(frozen=True)
class Limits:
    """What one locked process may use up."""

    cpu_s: int = 120
    """Seconds of processor time, all threads together."""
    memory_bytes: int = 2 << 30
    """Memory beyond what the process has mapped when it is locked."""
    file_bytes: int = 16 << 20
    """Size of any one file."""
    open_files: int = 256
    """Descriptors open at once."""
    scratch_bytes: int = 64 << 20
    """Size of all files in the scratch folder; holds where there is a mount namespace."""
    scratch_files: int = 4096
    """Number of files and folders in the scratch folder; holds where there is a mount namespace."""


@dataclass(frozen=True)
class Offers:
    """What this kernel offers, found out by asking it and not by its version."""

    kernel: str
    machine: str
    landlock_abi: int
    """0 when there is no Landlock; then `landlock_missing` says why and what to do."""
    landlock_missing: str
    errata: int | None
    """Landlock's bits of mended bugs; None when the kernel is too old to tell."""
    seccomp: bool
    mount_namespace: bool
    """Whether the scratch folder gets a size and a number of files of its own, and is gone with the process."""

    @property
    def protection(self) -> str:
        """ "full" or "none": there is nothing between them that a hidden label could be trusted to."""
        return "none" if self.missing else "full"

    @property
    def missing(self) -> str:
        """What stands in the way of full protection and what to do about it, or nothing."""
        if self.machine not in ARCHITECTURES:
            return f"{self.machine} on {self.kernel} has no table of system calls here; use x86_64 or aarch64"
        if not self.landlock_abi:
            return f"Landlock is missing on {self.kernel}: {self.landlock_missing}"
        if self.landlock_abi < NEEDED_ABI:
            return f"Landlock on {self.kernel} is too old (ABI {self.landlock_abi}); use Linux 6.2 or newer"
        if not self.seccomp:
            return f"seccomp filters are missing on {self.kernel}; use a kernel built with CONFIG_SECCOMP_FILTER"
        return ""


# ---- asking the kernel


@functools.cache
def numbers(machine: str) -> dict[str, int]:
    """Numbers of the calls in the tables on one machine; a call which that machine lacks is left out."""
    column = list(ARCHITECTURES).index(machine) + 1
    calls = (call.split(":") for text in (CHECKED, *(names for _, names in REFUSED.values())) for call in text.split())
    return {call[0]: int(call[column]) for call in calls if call[column] != "-"}


@functools.cache
def _libc() -> ctypes.CDLL:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    return libc


def _syscall(number: int, *arguments: Any) -> int:
    """Only the returned value tells of failure: errno may be a left-over of any earlier call, so it is reset."""
    ctypes.set_errno(0)
    result: int = _libc().syscall(*(ctypes.c_long(it) if isinstance(it, int) else it for it in (number, *arguments)))
    if result == -1:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result


def _call(name: str, *arguments: Any) -> int:
    try:
        return _syscall(numbers(platform.machine())[name], *arguments)
    except OSError as error:
        raise OSError(error.errno, f"{name}: {error.strerror}") from None


@functools.cache
def offers() -> Offers:
    """Asks what this kernel offers, once per process image; forks a throw-away child to try a mount namespace."""
    machine, abi, errata, seccomp, missing = platform.machine(), 0, None, False, "only Linux has it"
    if platform.system() == "Linux" and machine in ARCHITECTURES:
        try:
            abi, missing = _call("landlock_create_ruleset", None, 0, 1), ""
        except OSError as error:
            missing = {
                errno.ENOSYS: "the kernel is older than 5.13, built without it, or gVisor; use Linux 6.2 or newer",
                errno.EOPNOTSUPP: "it is built in but off; add landlock to the kernel's lsm= parameter",
                errno.EPERM: "the container's seccomp profile forbids it; use a newer container engine",
            }.get(error.errno or 0, str(error))
        with contextlib.suppress(OSError):  # kernels before 6.15 do not know the question
            errata = _call("landlock_create_ruleset", None, 0, 2)
        with contextlib.suppress(OSError):  # SECCOMP_GET_ACTION_AVAIL: can a filter answer with an errno?
            seccomp = _call("seccomp", 2, 0, struct.pack("I", _error(0))) == 0
    kernel = f"{platform.system()} {platform.release()}"
    return Offers(kernel, machine, abi, missing, errata, seccomp, bool(abi and _namespaces()))


@functools.cache
def _namespaces() -> int:
    """The flags with which `unshare` and a tmpfs worked: alone for root, within a user namespace for others, or 0."""

    def succeeds(flags: int) -> bool:
        # A half-allowed user namespace (AppArmor) cannot be left again, so this is tried where nothing is lost.
        pid = _fork()
        if pid == 0:
            try:
                _own_namespace(flags)
                _mount_tmpfs("/", 1 << 20, 16)
                os._exit(0)
            finally:
                os._exit(1)
        return os.waitpid(pid, 0)[1] == 0

    alone = CLONE_NEWNS | CLONE_NEWIPC  # a network namespace would cost 0.6 ms and add nothing to refused sockets
    return next(filter(succeeds, (alone, alone | CLONE_NEWUSER)), 0)


def _fork() -> int:
    with warnings.catch_warnings():
        # Python 3.12 warns when there are threads; the children made here only make system calls and exit.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


# ---- the lock


def prepare(*, gpu: bool = False) -> None:
    """Does once what all children share: asks the kernel and builds the filter. For a warm parent before it forks."""
    if offers().missing:
        raise JailError(offers().missing)
    _filter(platform.machine(), gpu)


def lock(
    scratch: str, readable: Sequence[str], limits: Limits, *, gpu: bool = False, parent: int | None = None
) -> None:
    """Locks this process for good: it may read below `readable`, write below `scratch`, and start only threads.

    Call it in a freshly forked child that has one thread, with nothing open that the student must not have. `parent`
    is the process that must be alive; the child dies with it. With `gpu`, device files, UNIX sockets and any amount of
    memory are allowed as well: a weaker profile, written from other people's reports and never run on a GPU by us.
    """
    prepare(gpu=gpu)
    try:
        if len(os.listdir("/proc/self/task")) != 1:  # any other thread would stay free, in the same memory
            raise JailError("this process has several threads and the lock binds only one; lock before any is started")
        os.setsid()
        if _namespaces():
            _own_namespace(_namespaces())
            _mount_tmpfs(scratch, limits.scratch_bytes, limits.scratch_files)
        os.chdir(scratch)
        _set_limits(limits, gpu)
        _drop_capabilities()
        # After the capabilities, since a change of credentials resets both; after the maps of a user namespace, since
        # a process that is not dumpable has a /proc/self that belongs to root.
        _call("prctl", PR_SET_DUMPABLE, 0, 0, 0, 0)
        if parent is not None:
            die_with(parent)
        _call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        _restrict_files(scratch, readable, gpu)
        _restrict_calls(gpu)  # last, since it refuses what all the steps above need
    except JailError:
        raise
    except (OSError, ValueError) as error:
        raise JailError(f"a step of the lock failed on {offers().kernel}: {error}; run autograder doctor") from error


def die_with(parent: int) -> None:
    """Ends this process when `parent`, which forked it, ends. Raises JailError if that has happened already."""
    _call("prctl", PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if parent != os.getppid():
        raise JailError(f"process {parent}, which forked this one, has died; start the job again")


def _own_namespace(flags: int) -> None:
    user, group = os.geteuid(), os.getegid()
    _call("unshare", flags)
    if flags & CLONE_NEWUSER:  # everybody keeps his number: unmapped ones could not create a file
        for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
            with open(f"/proc/self/{name}", "w") as file:
                file.write(text)
    _call("mount", None, b"/", None, MS_REC | MS_PRIVATE, None)  # else the next mount would show outside


def _mount_tmpfs(path: str, size: int, files: int) -> None:
    options = f"size={size},nr_inodes={files},mode=0700".encode()
    _call("mount", b"tmpfs", os.fsencode(path), b"tmpfs", MS_NOSUID | MS_NODEV, options)


def _set_limits(limits: Limits, gpu: bool) -> None:
    wanted = {
        "CORE": 0,
        "CPU": limits.cpu_s,
        "FSIZE": limits.file_bytes,
        "NOFILE": limits.open_files,
        "MEMLOCK": 0,
        "MSGQUEUE": 0,
        "SIGPENDING": 64,
    }
    if not gpu:  # a driver maps more address space than any machine has memory
        with open("/proc/self/statm") as file:
            pages = [int(count) for count in file.read().split()]
        # DATA gives the better messages, AS also holds shared mappings.
        for name, mapped in (("AS", pages[0]), ("DATA", pages[5])):
            wanted[name] = mapped * os.sysconf("SC_PAGE_SIZE") + limits.memory_bytes
    for name, limit in wanted.items():
        before = bytearray(16)
        _call("prlimit64", 0, RESOURCES[name], None, (ctypes.c_char * 16).from_buffer(before))
        ceiling = struct.unpack("QQ", before)[1]
        # SIGXCPU can be ignored, so a second later comes the SIGKILL that cannot.
        pair = (min(limit, ceiling), min(limit + (name == "CPU"), ceiling))
        _call("prlimit64", 0, RESOURCES[name], struct.pack("QQ", *pair), None)


def _drop_capabilities() -> None:
    with contextlib.suppress(OSError):  # the end of the list, or one who has none to drop: no_new_privs covers that
        for capability in range(64):
            _call("prctl", PR_CAPBSET_DROP, capability, 0, 0, 0)
    _call("prctl", PR_CAP_AMBIENT, 4, 0, 0, 0)
    _call("capset", struct.pack("Ii", 0x20080522, 0), bytes(24))


# ---- Landlock


def _rights(names: str) -> int:
    return sum(RIGHTS[name] for name in names.split())


def _restrict_files(scratch: str, readable: Iterable[str], gpu: bool) -> None:
    abi = offers().landlock_abi
    handled = (1 << RIGHTS_IN_ABI[min(abi, len(RIGHTS_IN_ABI)) - 1]) - 1
    # A kernel refuses a longer attribute than it knows: files; then TCP bind and connect; then scopes for abstract
    # sockets and signals.
    attribute = struct.pack("QQQ", handled, 3, 3)[: 24 if abi >= 6 else 16 if abi >= 4 else 8]
    ruleset = _call("landlock_create_ruleset", attribute, len(attribute), 0)

    def allow(path: str, names: str) -> None:
        try:
            descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError as error:
            raise JailError(f"{path} cannot be allowed: {error.strerror}; name only paths that are there") from error
        try:
            rights = _rights(names) & handled
            if not stat.S_ISDIR(os.fstat(descriptor).st_mode):  # a rule on a file must not carry rights on folders
                rights &= _rights("WRITE_FILE READ_FILE TRUNCATE IOCTL_DEV")
            _call("landlock_add_rule", ruleset, 1, struct.pack("=Qi", rights, descriptor), 0)
        finally:
            os.close(descriptor)

    for path in readable:
        allow(path, "READ_FILE READ_DIR")
    for path in ("/dev/zero", "/dev/urandom", "/proc/cpuinfo"):  # torch reads cpuinfo late
        allow(path, "READ_FILE")
    # Not all that lies there: net, mounts and their like tell of the machine, once more in each thread's folder.
    allow("/proc/self", "READ_DIR")
    for name in OWN_PROC.split():
        allow(f"/proc/self/{name}", "READ_FILE")
    allow("/dev/null", "READ_FILE WRITE_FILE")
    if gpu:
        for path in glob.glob("/dev/nvidia*"):
            allow(path, "READ_FILE READ_DIR WRITE_FILE IOCTL_DEV")
        # CUDA names its threads through comm, and these are yet to be born, so their folder is opened; the memory
        # that lies there too is the student's own.
        allow("/proc/self/task", "READ_FILE READ_DIR WRITE_FILE TRUNCATE")
    # Without a mount of its own the tree stays flat, so that the parent can clean it without ever walking it.
    folders = "MAKE_DIR REMOVE_DIR" if _namespaces() else ""
    allow(scratch, f"READ_FILE READ_DIR WRITE_FILE TRUNCATE MAKE_REG MAKE_SYM REMOVE_FILE REFER {folders}")
    _call("landlock_restrict_self", ruleset, 0)
    os.close(ruleset)


# ---- seccomp

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _AND, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_OWN_PID = -1  # not known when the filter is built: patched into each child's copy


def _error(code: int) -> int:
    return 0x00050000 | code


def _argument(index: int, *, high: bool = False) -> Instruction:
    return (_LOAD, 0, 0, 16 + 8 * index + 4 * high)


def _answer(value: int) -> Instruction:
    return (_RETURN, 0, 0, value)


def _one_of(values: Iterable[int], found: int, otherwise: int) -> list[Instruction]:
    values = list(values)
    tests = [(_EQUAL, len(values) - index, 0, value) for index, value in enumerate(values)]
    return [*tests, _answer(otherwise), _answer(found)]


def _unless(value: int, answer: int) -> list[Instruction]:
    return [(_EQUAL, 1, 0, value), _answer(answer)]


def _checks(gpu: bool) -> dict[str, list[Instruction]]:
    """What is asked of the arguments of each call in CHECKED; the low words suffice where the kernel takes an int."""
    no, closed = _error(errno.EPERM), _error(errno.EACCES)
    to_oneself = [_argument(0), *_one_of([_OWN_PID], _ALLOW, no)]
    return {
        "socket": [_argument(0), *_one_of([socket.AF_UNIX] if gpu else [], _ALLOW, closed)],
        # A pair of datagram sockets could still be pointed at any UNIX address; a connected stream cannot.
        "socketpair": [
            _argument(0), *_unless(socket.AF_UNIX, closed),
            _argument(1), (_AND, 0, 0, 0xF), *_one_of([socket.SOCK_STREAM, socket.SOCK_SEQPACKET], _ALLOW, closed),
        ],
        "clone": [_argument(0), (_ANY_BIT, 1, 0, CLONE_THREAD), _answer(no), _answer(_ALLOW)],
        "clone3": [_answer(_error(errno.ENOSYS))],  # its flags lie behind a pointer; libc falls back to clone
        **dict.fromkeys(("kill", "tkill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo"), to_oneself),
        "prlimit64": [
            _argument(2), *_unless(0, no), _argument(2, high=True), *_unless(0, no),  # no new limit
            _argument(0), *_one_of([0, _OWN_PID], _ALLOW, no),
        ],
        "prctl": [_argument(0), *_one_of(PRCTL_ALLOWED.values(), _ALLOW, no)],
        "ioctl": [
            _argument(1),
            *(_one_of(IOCTL_REFUSED.values(), no, _ALLOW) if gpu else _one_of(IOCTL_ALLOWED.values(), _ALLOW, no)),
        ],
        "fcntl": [_argument(1), *_one_of(FCNTL_REFUSED.values(), no, _ALLOW)],
    }  # fmt: skip


@functools.cache
def _filter(machine: str, gpu: bool) -> tuple[bytes, list[int]]:
    """The program for one machine, and at which bytes a child must write its own pid."""
    number = numbers(machine)
    program = [(_LOAD, 0, 0, 4), *_unless(ARCHITECTURES[machine], _KILL), (_LOAD, 0, 0, 0)]
    # The x32 twins of the calls have numbers of their own, which no table here knows.
    program += [(_AT_LEAST, 0, 1, 0x40000000), _answer(_KILL)]
    program += [(_AT_LEAST, 0, 1, HIGHEST + 1), _answer(_error(errno.ENOSYS))]
    for name, check in _checks(gpu).items():
        program += [(_EQUAL, 0, len(check), number[name]), *check]
    refused = {
        number[call.split(":")[0]]: code
        for reach, (code, calls) in REFUSED.items()
        for call in calls.split()
        if call.split(":")[0] in number and not (gpu and reach in FOR_GPU)
    }
    # All refusals jump to a few shared answers at the end: half the length of one answer each. Jumps reach 255 far.
    codes = sorted(set(refused.values()))
    for index, (call, code) in enumerate(refused.items()):
        program.append((_EQUAL, len(refused) - index + codes.index(code), 0, call))
    program += [_answer(_ALLOW), *(_answer(_error(code)) for code in codes)]
    packed = b"".join(struct.pack("HBBI", code, yes, no, value & 0xFFFFFFFF) for code, yes, no, value in program)
    return packed, [8 * index + 4 for index, (*_, value) in enumerate(program) if value == _OWN_PID]


def _restrict_calls(gpu: bool) -> None:
    template, holes = _filter(platform.machine(), gpu)
    code = bytearray(template)
    for hole in holes:
        struct.pack_into("I", code, hole, os.getpid())
    program = (ctypes.c_char * len(code)).from_buffer(code)
    _call("seccomp", 1, 0, struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(program)))
