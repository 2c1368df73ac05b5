"""A process's memory in large pages, of 2 MiB: a fork has few to copy, a child few to look up, an end few to give back.

Costs a second once, and spares each child some 20 ms. On Linux before 6.1, or where there is no room, nothing happens.
"""

import ctypes
import json
import mmap
import os
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Final

LARGE: Final = 2 << 20
_COLLAPSE, _TO_A_PLACE = 25, 3  # MADV_COLLAPSE; MREMAP_MAYMOVE and MREMAP_FIXED
_libc: Final = ctypes.CDLL(None)
_libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
_libc.mmap.restype = ctypes.c_ssize_t
_libc.mremap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_size_t, ctypes.c_int, ctypes.c_void_p]
_libc.munmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
_libc.madvise.argtypes = _libc.mprotect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]


def into_large_pages(work: Callable[[], None], fork: Callable[[], int]) -> None:
    """Moves what this process has written, and of its code what `work` needs: a child does it to find that out.

    The process must have one thread.
    """
    for first, last, rights, of_file in _mappings():
        if rights == "rw-p" and not of_file and (blocks := _blocks(first, last)):
            _libc.madvise(blocks[0], len(blocks) * LARGE, _COLLAPSE)
    _libc.malloc_trim(0)  # what is free is cheaper new than copied
    ours, theirs = os.pipe()
    pid = fork()
    if pid == 0:
        try:
            work()
            os.write(theirs, json.dumps([*_code()]).encode())
        finally:
            os._exit(0)
    os.close(theirs)
    with open(ours) as found:
        for first, size in json.loads(found.read() or "[]"):
            _move(first, size)
    os.waitpid(pid, 0)


def _mappings() -> Iterator[tuple[int, int, str, bool]]:
    """Where this process's memory begins and ends, the rights on it, and whether it is a file's."""
    with open("/proc/self/maps") as maps:
        for line in maps.read().splitlines():
            addresses, rights, _, _, inode, *_ = line.split()
            first, last = (int(address, 16) for address in addresses.split("-"))
            yield first, last, rights, inode != "0"


def _blocks(first: int, last: int) -> range:
    """Where large pages would begin between two addresses."""
    return range(-(-first // LARGE) * LARGE, last // LARGE * LARGE, LARGE)


def _code() -> Iterator[tuple[int, int]]:
    """The stretches, address and size, of large blocks with code that this process has looked up.

    A library's code lies between its constants, which are read-only too and come along.
    """
    stretches: list[tuple[int, int, bool]] = []
    for first, last, rights, of_file in _mappings():
        if of_file and rights in ("r--p", "r-xp"):
            code = rights == "r-xp"
            if stretches and stretches[-1][1] == first:
                first, _, before = stretches.pop()
                code |= before
            stretches.append((first, last, code))
    with open("/proc/self/pagemap", "rb", buffering=0) as pagemap:

        def used(block: int) -> bool:
            pagemap.seek(block // mmap.PAGESIZE * 8)
            return max(pagemap.read(LARGE // mmap.PAGESIZE * 8)[7::8]) >= 0x80  # the highest bit: there is a page

        for first, last, code in stretches:
            for there, blocks in groupby(_blocks(first, last) if code else [], used):
                if there:
                    block, *more = blocks
                    yield block, (1 + len(more)) * LARGE


def _move(first: int, size: int) -> None:
    """Puts a copy in large pages in the place of code. Where that cannot be had, all stays as it is."""
    room = _libc.mmap(
        None, size + LARGE, mmap.PROT_READ | mmap.PROT_WRITE, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, -1, 0
    )
    if room == -1:
        return
    copy = -(-room // LARGE) * LARGE
    _libc.madvise(copy, size, mmap.MADV_HUGEPAGE)
    ctypes.memmove(copy, first, size)
    if _libc.madvise(copy, size, _COLLAPSE) == 0 and _libc.mprotect(copy, size, mmap.PROT_READ | mmap.PROT_EXEC) == 0:
        _libc.mremap(copy, size, size, _TO_A_PLACE, first)
    _libc.munmap(room, size + LARGE)
