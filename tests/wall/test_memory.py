"""A process whose memory is moved into large pages does what it did before, and so do its children."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

PROGRAM = """
import ctypes, os, sys, torch
from autograder.wall.inside.memory import LARGE, _mappings, into_large_pages

MDWE = 65  # PR_SET_MDWE of <linux/prctl.h>: from now on no memory that was written becomes code
if "deny" in sys.argv:
    assert ctypes.CDLL(None).prctl(MDWE, 1, 0, 0, 0) == 0
def work():
    layer = torch.nn.Linear(4, 2)
    layer(torch.ones(3, 4)).sum().backward()
    try:
        layer(torch.ones(3, 5))
    except RuntimeError as error:  # thrown in C++: unwinding finds its way through the code that was moved
        return layer.weight.grad.sum().item(), str(error)
before = work()
into_large_pages(work, os.fork)
moved = sum(last - first for first, last, rights, of_file in _mappings() if rights == "r-xp" and not of_file)
pid = os.fork()
if pid == 0:
    os._exit(work() != before)
print(moved >= LARGE, work() == before, os.waitpid(pid, 0)[1])
"""


@pytest.mark.skipif(
    [int(n) for n in re.findall(r"\d+", os.uname().release)[:2]] < [6, 3]
    or not os.path.exists("/sys/kernel/mm/transparent_hugepage"),
    reason="before Linux 6.3, and in kernels built without large pages, it is not there",
)
@pytest.mark.parametrize(("how", "moved"), [("allow", "True"), ("deny", "False")])
def test_code_in_large_pages(how: str, moved: str) -> None:
    """Where the system refuses to have code there, it stays where it was."""
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-c", PROGRAM, how]
    said = subprocess.run(command, capture_output=True, text=True, env=environment, check=True).stdout.strip()
    assert said == f"{moved} True 0"
