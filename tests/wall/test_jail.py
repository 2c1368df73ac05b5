"""The lock: what gets through it, what still works inside it, and whether its tables are right."""

import errno
import json
import os
import platform
import re
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from helpers import ROOT
from hypothesis import given
from hypothesis import strategies as st

from autograder.wall.inside import attacks, jail

PLACES = (sys.prefix, sys.base_prefix, "/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime")
READABLE = [path for path in PLACES if os.path.exists(path)]
HEADERS = {
    "x86_64": "/usr/include/x86_64-linux-gnu/asm/unistd_64.h",
    "aarch64": "/usr/include/asm-generic/unistd.h",
}
MACHINES = sorted(jail.ARCHITECTURES)
REFUSED_BY_ERRNO = [(call.split(":")[0], code) for code, calls in jail.REFUSED.values() for call in calls.split()]

needs_lock = pytest.mark.skipif(jail.offers().protection != "full", reason=jail.offers().missing)
needs_mount = pytest.mark.skipif(not jail.offers().mount_namespace, reason="no mount namespace to be had here")


def fresh(code: str, *arguments: object) -> Any:
    """What `code`, run in an interpreter of its own, leaves in `answer`; a lock cannot be taken off again."""
    script = (
        "import errno, json, os, sys\nfrom autograder.wall.inside import jail\n" + code + "\nprint(json.dumps(answer))"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", script, *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (0, "") == (ran.returncode, ran.stderr)
    return json.loads(ran.stdout)


def locked(scratch: Path, code: str, **limits: int) -> Any:
    """What `code` leaves in `answer` when it runs behind the lock."""
    lock = f"jail.lock(sys.argv[1], {READABLE}, jail.Limits(**{limits}), parent=os.getppid())\n"
    # `refused` so that each case reads as one line
    tools = (
        "def refused(act):\n"
        "    try: act()\n"
        "    except OSError as error: return errno.errorcode[error.errno]\n"
        "    except (MemoryError, ValueError) as error: return type(error).__name__\n"
    )
    return fresh(lock + tools + code, scratch)


def answer(machine: str, number: int, *arguments: int, gpu: bool = False, arch: int | None = None) -> int:
    """What the filter answers to one call of process 7, worked out as the kernel does."""
    code, holes = jail._filter(machine, gpu)
    program = bytearray(code)
    for hole in holes:
        struct.pack_into("I", program, hole, 7)
    words = [value & (1 << 64) - 1 for value in (*arguments, *[0] * (6 - len(arguments)))]
    data = struct.pack("IIQ6Q", number, jail.ARCHITECTURES[machine] if arch is None else arch, 0, *words)
    at, loaded = 0, 0
    while True:
        operation, yes, no, value = struct.unpack_from("HBBI", program, 8 * at)
        at += 1
        if operation == 0x06:
            return int(value)
        if operation == 0x20:
            loaded = struct.unpack_from("I", data, value)[0]
        elif operation == 0x54:
            loaded &= value
        else:
            at += yes if {0x15: loaded == value, 0x35: loaded >= value, 0x45: loaded & value}[operation] else no


def error(code: int) -> int:
    """How a filter says an errno."""
    return 0x50000 | code


ALLOW, KILL = 0x7FFF0000, 0x80000000

# ---- tables and filter


@pytest.mark.parametrize("machine", MACHINES)
def test_numbers_agree_with_the_headers_of_the_kernel(machine):
    """Each call in the tables has the number that the system's header gives it, or is newer than that header."""
    if not os.path.exists(HEADERS[machine]):
        pytest.skip(f"{HEADERS[machine]} is not installed")
    found = re.findall(r"define __NR(?:3264)?_(\w+)\s+(\d+)", Path(HEADERS[machine]).read_text())
    header = {name: int(number) for name, number in found if name != "syscalls"}
    table = jail.numbers(machine)
    newest = max(header.values())
    assert {name: header.get(name) for name, number in table.items() if number <= newest} == {
        name: number for name, number in table.items() if number <= newest
    }


@pytest.mark.parametrize("machine", MACHINES)
def test_a_call_that_a_machine_lacks_is_really_absent_from_its_header(machine):
    """A dash in the tables is never a forgotten number."""
    if not os.path.exists(HEADERS[machine]):
        pytest.skip(f"{HEADERS[machine]} is not installed")
    names = {name for name, _ in REFUSED_BY_ERRNO} - set(jail.numbers(machine))
    header = Path(HEADERS[machine]).read_text()
    assert [] == [name for name in sorted(names) if re.search(rf"define __NR_{name}\s", header)]


@pytest.mark.parametrize("gpu", [False, True])
@pytest.mark.parametrize("machine", MACHINES)
def test_every_refused_call_is_answered_with_its_errno(machine, gpu):
    """The jumps of the filter end at the answer that the table names."""
    numbers = jail.numbers(machine)
    for_gpu = " ".join(jail.REFUSED[reach][1] for reach in jail.FOR_GPU) if gpu else ""
    refused = {name: code for name, code in REFUSED_BY_ERRNO if name in numbers and f"{name}:" not in for_gpu}
    answers = {name: answer(machine, numbers[name], gpu=gpu) for name in refused}
    assert {name: error(code) for name, code in refused.items()} == answers


@pytest.mark.parametrize("machine", MACHINES)
def test_other_numberings_and_future_calls_are_refused(machine):
    """A foreign architecture and x32 kill; a number that nobody has judged yet is not implemented."""
    other = next(word for name, word in jail.ARCHITECTURES.items() if name != machine)
    assert KILL == answer(machine, 0, arch=other)
    assert KILL == answer(machine, 0x40000000)
    assert error(errno.ENOSYS) == answer(machine, jail.HIGHEST + 1)


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("clone", (0x3D0F00,), ALLOW),
        ("clone", (17,), error(errno.EPERM)),
        ("clone3", (), error(errno.ENOSYS)),
        ("kill", (7, 9), ALLOW),
        ("kill", (8, 9), error(errno.EPERM)),
        ("kill", (0, 9), error(errno.EPERM)),
        ("kill", (-1, 9), error(errno.EPERM)),
        ("tgkill", (7, 8, 9), ALLOW),
        ("tgkill", (8, 8, 9), error(errno.EPERM)),
        ("prlimit64", (0, 7, 0, 4096), ALLOW),
        ("prlimit64", (7, 7, 0, 4096), ALLOW),
        ("prlimit64", (8, 7, 0, 4096), error(errno.EPERM)),
        ("prlimit64", (0, 7, 4096, 0), error(errno.EPERM)),
        ("prlimit64", (0, 7, 1 << 32, 0), error(errno.EPERM)),
        ("socket", (1, 1), error(errno.EACCES)),
        ("socket", (2, 1), error(errno.EACCES)),
        ("socketpair", (1, 1 | 0o2000000), ALLOW),
        ("socketpair", (1, 5), ALLOW),
        ("socketpair", (1, 2 | 0o2000000), error(errno.EACCES)),
        ("prctl", (15,), ALLOW),
        ("prctl", (4,), error(errno.EPERM)),
        ("ioctl", (0, 0x5401), ALLOW),
        ("ioctl", (0, 0x5412), error(errno.EPERM)),
        ("ioctl", (0, 0x7700005412), error(errno.EPERM)),
        ("fcntl", (0, 3), ALLOW),
        ("fcntl", (0, 8), error(errno.EPERM)),
    ],
)
@pytest.mark.parametrize("machine", MACHINES)
def test_arguments_decide(machine, name, arguments, expected):
    """Threads, signals to oneself and questions pass; the same calls with other arguments do not."""
    assert expected == answer(machine, jail.numbers(machine)[name], *arguments)


@pytest.mark.parametrize("machine", MACHINES)
def test_the_gpu_profile_gives_way_for_unix_sockets_and_drivers_only(machine):
    """On a GPU UNIX sockets and unknown ioctls pass; the internet and the terminal do not."""
    numbers = jail.numbers(machine)
    calls = [("socket", 1, 5), ("bind", 3), ("ioctl", 3, 0xC0104600), ("socket", 2, 1), ("ioctl", 3, 0x5412)]
    answers = [answer(machine, numbers[name], *arguments, gpu=True) for name, *arguments in calls]
    assert [ALLOW, ALLOW, ALLOW, error(errno.EACCES), error(errno.EPERM)] == answers


@given(
    machine=st.sampled_from(MACHINES),
    number=st.integers(0, 2**32 - 1) | st.integers(0, jail.HIGHEST),
    arguments=st.lists(st.integers(0, 2**64 - 1), max_size=6),
)
def test_whatever_is_asked_the_filter_answers_as_its_tables_say(machine, number, arguments):
    """For any number and arguments the program ends, refuses what is refused and allows what is in no table."""
    names = {value: name for name, value in jail.numbers(machine).items()}
    got = answer(machine, number, *arguments)
    if number > jail.HIGHEST:
        assert got == (KILL if number >= 0x40000000 else error(errno.ENOSYS))
    elif number not in names:
        assert ALLOW == got
    elif names[number] in dict(REFUSED_BY_ERRNO):
        assert error(dict(REFUSED_BY_ERRNO)[names[number]]) == got


# ---- what does not get through


@pytest.fixture
def scratch(tmp_path):
    """The one folder that a locked process may write."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


@pytest.fixture
def canary(tmp_path):
    """A file that a locked process must not reach, alone in its folder."""
    path = tmp_path / "hidden" / "canary"
    path.parent.mkdir()
    path.write_text("secret")
    return path


@needs_lock
def test_nothing_gets_through(scratch, canary):
    """None of the forbidden acts works behind the lock, and none leaves a trace."""
    assert [] == attacks.breaches(str(scratch), READABLE, jail.Limits(), str(canary))
    assert ("secret", ["canary"], []) == (canary.read_text(), os.listdir(canary.parent), os.listdir(scratch))


@needs_lock
def test_nothing_gets_through_without_a_mount_namespace(scratch, canary, monkeypatch):
    """Landlock and seccomp alone hold as well."""
    monkeypatch.setattr(jail, "_namespaces", lambda: 0)
    assert [] == attacks.breaches(str(scratch), READABLE, jail.Limits(), str(canary))


@needs_lock
def test_a_breach_is_named(scratch, canary):
    """A lock that allows too much is found out."""
    through = attacks.breaches(str(scratch), [*READABLE, str(canary.parent)], jail.Limits(), str(canary))
    assert {"read", "list", "symbolic link"} == set(through)


@pytest.mark.skipif(platform.system() != "Linux", reason="the acts are those of Linux")
@pytest.mark.parametrize(
    "act",
    [
        "read", "write", "truncate", "list", "rename", "symbolic link", "chmod", "chown", "utime", "create in /tmp",
        "list processes", "fork", "vfork", "os.system", "subprocess", "posix_spawn", "execve", "kill parent",
        "prlimit64 raise", "setpriority", "fcntl SETOWN", "ioctl TIOCSTI", "prctl DUMPABLE", "socket TCP",
        "socket UNIX", "socketpair that meets strangers", "shmget", "inotify_init1", "personality", "setresuid",
    ],
)  # fmt: skip
def test_without_the_lock_an_act_gets_through(act, scratch, canary):
    """The acts are real: unlocked, an ordinary process can do them, so their failure behind the lock says something."""
    code = "os.chdir(sys.argv[1]); attacks.attempts(os.getppid(), sys.argv[2])[sys.argv[3]](); answer = 'through'"
    script = f"import os, sys\nfrom autograder.wall.inside import attacks\n{code}\nprint(answer)"
    ran = subprocess.run(
        [sys.executable, "-c", script, scratch, canary, act],
        cwd=ROOT, capture_output=True, text=True, timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (0, "through\n") == (ran.returncode, ran.stdout), ran.stderr


# ---- what works inside


@needs_lock
def test_the_everyday_works(scratch):
    """Threads, temporary files, pairs of sockets, asyncio and signals to oneself are not hurt."""
    code = """
import asyncio, concurrent.futures, signal, socket, tempfile, threading
os.environ["TMPDIR"] = sys.argv[1]
with concurrent.futures.ThreadPoolExecutor(8) as pool:
    squares = sum(pool.map(lambda n: n * n, range(100)))
with tempfile.TemporaryDirectory() as folder, open(folder + "/it", "w") as file:
    file.write("kept")
one, other = socket.socketpair()
with one, other:
    one.sendall(b"hello")
    heard = other.recv(5).decode()
caught = []
signal.signal(signal.SIGUSR1, lambda *_: caught.append(1))
os.kill(os.getpid(), signal.SIGUSR1)
signal.pthread_kill(threading.get_ident(), signal.SIGUSR1)
async def later():
    return await asyncio.to_thread(os.getcwd)
answer = [squares, heard, len(caught), asyncio.run(later()), len(os.urandom(4)),
          os.path.exists("/proc/self/status"), open(os.devnull, "w").close()]
"""
    assert [328350, "hello", 2, str(scratch), 4, True, None] == locked(scratch, code)


@needs_lock
def test_no_descriptor_stays_open(scratch):
    """The lock leaves no descriptor behind that a student could find."""
    code = f"""
before = len(os.listdir("/proc/self/fd"))
jail.lock(sys.argv[1], {READABLE}, jail.Limits(), parent=os.getppid())
answer = len(os.listdir("/proc/self/fd")) - before
"""
    assert 0 == fresh(code, scratch)


@needs_lock
@needs_mount
def test_scratch_has_a_quota_and_is_gone_afterwards(scratch):
    """Bytes and files in the scratch folder are counted by the kernel, and nothing of it is left for the parent."""
    code = """
def fill():
    with open("big", "wb", buffering=0) as file:
        while True:
            file.write(bytes(1 << 16))
def litter():
    for number in range(100):
        os.mkdir(f"folder{number}")
full = refused(fill), os.path.getsize("big")
os.unlink("big")
answer = [*full, refused(litter), len(os.listdir("."))]
"""
    # The root of the file system is a file too.
    assert ["ENOSPC", 1 << 20, "ENOSPC", 19] == locked(scratch, code, scratch_bytes=1 << 20, scratch_files=20)
    assert [] == os.listdir(scratch)


@needs_lock
def test_scratch_stays_flat_without_a_mount_namespace(scratch):
    """A plain scratch folder takes files and no folders, so the parent cleans it with one listing."""
    code = f"""
jail._namespaces = lambda: 0
jail.lock(sys.argv[1], {READABLE}, jail.Limits(), parent=os.getppid())
with open("file", "w") as file:
    file.write("kept")
os.rename("file", "kept")
try:
    answer = os.mkdir("folder")
except PermissionError:
    answer = "flat"
"""
    assert "flat" == fresh(code, scratch)
    assert ["kept"] == os.listdir(scratch)


@needs_lock
def test_the_gpu_profile_can_be_put_on(scratch):
    """Without a GPU, too, its profile locks: UNIX sockets may be made, others not, and address space is free."""
    code = f"""
import resource, socket
jail.lock(sys.argv[1], {READABLE}, jail.Limits(), gpu=True, parent=os.getppid())
socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET).close()
with open("/proc/self/task/%d/comm" % os.getpid(), "w") as file:
    file.write("cuda")
try:
    answer = socket.socket().close()
except PermissionError:
    answer = resource.getrlimit(resource.RLIMIT_AS)[1] == resource.RLIM_INFINITY
"""
    assert fresh(code, scratch) is True


# ---- limits


@needs_lock
def test_memory_is_limited(scratch):
    """Both private and shared memory beyond the budget are refused, as Python errors."""
    code = """
import mmap
answer = [refused(lambda: bytearray(1 << 29)), refused(lambda: mmap.mmap(-1, 1 << 29)), len(bytearray(1 << 24))]
"""
    assert ["MemoryError", "ENOMEM", 1 << 24] == locked(scratch, code, memory_bytes=1 << 28)


@needs_lock
def test_files_and_descriptors_are_limited(scratch):
    """A file cannot grow above its limit and descriptors run out."""
    code = """
def grow():
    with open("file", "wb", buffering=0) as file:
        while True:
            file.write(bytes(1 << 16))
held = []
def hoard():
    while True:
        held.append(os.open(os.devnull, os.O_RDONLY))
answer = [refused(grow), os.path.getsize("file"), refused(hoard), len(held) <= 64]
"""
    assert ["EFBIG", 1 << 20, "EMFILE", True] == locked(scratch, code, file_bytes=1 << 20, open_files=64)


@needs_lock
def test_limits_are_set_and_cannot_be_raised(scratch):
    """The limits are the ones that were asked for, and setting any is refused."""
    code = """
import resource as r
answer = [r.getrlimit(r.RLIMIT_CPU), r.getrlimit(r.RLIMIT_FSIZE), r.getrlimit(r.RLIMIT_CORE),
          refused(lambda: r.setrlimit(r.RLIMIT_CPU, (100, 100))), refused(lambda: r.setrlimit(r.RLIMIT_CORE, (0, 0)))]
"""
    expected = [[7, 8], [16 << 20, 16 << 20], [0, 0], "ValueError", "ValueError"]
    assert expected == locked(scratch, code, cpu_s=7)


@needs_lock
def test_processor_time_ends_even_one_who_ignores_the_signal(scratch):
    """A second after its time a process is killed, whatever it does with SIGXCPU."""
    code = f"""
import signal
from autograder.wall.inside import jail
jail.lock({str(scratch)!r}, {READABLE}, jail.Limits(cpu_s=1), parent=__import__("os").getppid())
signal.signal(signal.SIGXCPU, signal.SIG_IGN)
while True:
    pass
"""
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, timeout=30)
    assert -9 == ran.returncode


# ---- refusing to lock


def refusal(code: str, *arguments: object) -> str:
    """The message of the JailError that `code` ends with."""
    lines = "".join(f"    {line}\n" for line in code.splitlines())
    told = "    answer = 'locked'\nexcept jail.JailError as error:\n    answer = str(error)"
    return str(fresh(f"try:\n{lines}{told}", *arguments))


@needs_lock
def test_a_missing_readable_path_is_an_error_that_names_it(scratch):
    """A path that is not there is never passed over."""
    message = refusal("jail.lock(sys.argv[1], ['/usr', '/no/such/place'], jail.Limits())", scratch)
    assert "/no/such/place cannot be allowed: No such file or directory; name only paths that are there" == message


@needs_lock
def test_several_threads_are_an_error(scratch):
    """A second thread would stay free, so there is no lock then."""
    code = """
import threading, time
threading.Thread(target=time.sleep, args=(5,), daemon=True).start()
jail.lock(sys.argv[1], [], jail.Limits())"""
    assert "several threads" in refusal(code, scratch)


@needs_lock
def test_a_parent_that_has_died_is_an_error(scratch):
    """A child that has missed its parent's death does not start to work."""
    assert "has died" in refusal("jail.lock(sys.argv[1], [], jail.Limits(), parent=1 << 22)", scratch)


@needs_lock
def test_a_missing_scratch_folder_is_an_error(tmp_path):
    """Any step that fails is told in one sentence, with what to do."""
    message = refusal("jail.lock(sys.argv[1], [], jail.Limits())", tmp_path / "none")
    assert "No such file or directory" in message
    assert message.endswith("run autograder doctor")


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        (errno.ENOSYS, "use Linux 6.2 or newer"),
        (errno.EOPNOTSUPP, "add landlock to the kernel's lsm= parameter"),
        (errno.EPERM, "use a newer container engine"),
    ],
)
@pytest.mark.skipif(platform.system() != "Linux", reason="elsewhere the kernel is not even asked")
def test_without_landlock_there_is_no_protection_and_no_lock(code, advice, monkeypatch, scratch):
    """Each way of lacking Landlock is told apart, and locking fails closed."""

    def call(*_):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(jail, "_call", call)
    found = jail.offers.__wrapped__()
    assert (0, "none") == (found.landlock_abi, found.protection)
    monkeypatch.setattr(jail, "offers", lambda: found)
    with pytest.raises(jail.JailError, match=re.escape(advice)):
        jail.lock(str(scratch), READABLE, jail.Limits())


@pytest.mark.parametrize(
    ("change", "advice"),
    [
        ({"landlock_abi": 2}, "Linux 6.2"),
        ({"seccomp": False}, "CONFIG_SECCOMP_FILTER"),
        ({"machine": "riscv64"}, "x86_64 or aarch64"),
    ],
)
def test_protection_is_full_or_none(change, advice):
    """Half a protection is none, and what is missing is said."""
    whole = {"kernel": "Linux 6.2", "machine": "x86_64", "landlock_abi": 3, "landlock_missing": "", "errata": None,
             "seccomp": True, "mount_namespace": False}  # fmt: skip
    assert ("full", "") == (jail.Offers(**whole).protection, jail.Offers(**whole).missing)
    lacking = jail.Offers(**{**whole, **change})
    assert "none" == lacking.protection
    assert advice in lacking.missing


def test_other_systems_can_import_and_ask(monkeypatch):
    """Elsewhere than on Linux no system call is made, and the answer is that there is no protection."""
    monkeypatch.setattr(platform, "system", lambda: "Darwin")
    monkeypatch.setattr(jail, "_call", lambda *_: pytest.fail("a system call"))
    assert ("none", "only Linux has it") == (
        jail.offers.__wrapped__().protection,
        jail.offers.__wrapped__().landlock_missing,
    )
