"""id: S01b
tries: read labels, hidden tests, the cache of expected values, another submission and the home folder, by many doors
expect: 1.1 OK 2
prints: tried 3\d\d got 0
"""
import ctypes, glob, linecache, mmap, os, shutil, zipimport, runpy, tokenize, importlib.util, numpy

libc = ctypes.CDLL(None, use_errno=True)

def by_libc(path):
    number = libc.open(path.encode(), 0)
    assert number >= 0
    return os.read(number, 100)

def by_link(make):
    def door(path):
        name = f"link{len(os.listdir('.'))}"
        make(path, name)
        return open(name).read()
    return door

def by_import(path):
    spec = importlib.util.spec_from_file_location("stolen", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return vars(module)

def by_magic(path):
    before = len(shell.outputs.items)
    shell.run_line_magic("pycat", path)
    assert len(shell.outputs.items) > before and "Permission" not in str(shell.outputs.items[before:])

shell = get_ipython()
doors = [
    lambda path: open(path).read(), lambda path: os.listdir(path)[0], lambda path: os.scandir(path).__next__(), by_libc,
    by_link(os.symlink), by_link(os.link), by_link(os.rename), lambda path: shutil.copy(path, "copy"), by_import,
    lambda path: runpy.run_path(path), lambda path: linecache.getlines(path)[0], lambda path: numpy.fromfile(path)[0],
    lambda path: torch.load(path), lambda path: torch.from_file(path, size=1), lambda path: numpy.memmap(path)[0],
    lambda path: os.open(path, os.O_PATH) and os.listdir(f"/proc/self/fd/{os.open(path, os.O_PATH)}")[0],
    lambda path: open(f"/proc/self/root{path}").read(), lambda path: open(f"/proc/self/cwd/../../../../../../..{path}").read(),
    lambda path: os.open(os.path.basename(path), 0, dir_fd=os.open(os.path.dirname(path), os.O_PATH)),
    lambda path: os.readlink(path), lambda path: os.chdir(path) or os.listdir()[0], lambda path: os.truncate(path, 0),
    lambda path: os.sendfile(3, os.open(path, 0), 0, 100), lambda path: libc.syscall(452, -100, path.encode(), 0o777, 0) == 0 or 1 / 0,
]
tried, got = 0, []
for path in ["@LABELS@", "@HIDDEN@", "@CACHE@/token", "@CACHE@", "@OTHER@", "@HOME@/.netrc", "@COURSE@", "@ROOT@", "/root", "/etc/passwd", "/etc/shadow", "/tmp", "/dev/shm", "/home", "/var"]:
    for number, door in enumerate(doors):
        tried += 1
        try:
            got.append((path, number, door(path)))
        except BaseException:
            pass
print("tried", tried, "got", len(got), got)
