"""What students are given to check themselves with: the answers to the visible questions on numbers that are no secret.

The file `checks/public.safetensors` of an assignment. Its tensors are the questions' numbers and, as one compressed row
of bytes, the records of the solution and of the misconceptions, which are much alike; its metadata says the rest.
"""

import io
import json
import lzma
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save

from autograder.record.answers import Record
from autograder.record.frame import BadFrame

PUBLIC: Final = "public.safetensors"
SEED: Final = "public"
"""The seed of the numbers that students may know."""
SMALL: Final = 1 << 14
"""Values of a tensor that is kept in the file; larger ones, such as digits, are made anew where they are needed."""


@dataclass(frozen=True)
class VisibleCheck:
    """A visible check: what it needs, and the probes it rests on."""

    task: str
    name: str
    needs: Sequence[str]
    probes: Sequence[str]


@dataclass(frozen=True)
class Public:
    """All that `check` compares with. `inputs` has the small ones only."""

    assignment: str
    digest: str
    """Of the assignment that it was made from."""
    checks: Sequence[VisibleCheck]
    hints: Mapping[str, str]
    inputs: Mapping[str, torch.Tensor]
    expected: Record
    misconceptions: Mapping[str, Record]
    later: Sequence[str] = ()
    """The tasks that are checked only when the work is graded."""
    takes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The names of the arguments of each function that is asked for."""

    @property
    def tasks(self) -> Sequence[str]:
        """The tasks that have a visible check, in order."""
        return list(dict.fromkeys(check.task for check in self.checks))

    @property
    def about(self) -> dict[str, Any]:
        """All but the numbers, as JSON takes it."""
        checks = [asdict(check) for check in self.checks]
        about = {"assignment": self.assignment, "digest": self.digest, "checks": checks, "hints": dict(self.hints)}
        return about | {"later": [*self.later], "takes": {name: [*takes] for name, takes in self.takes.items()}}

    def pack(self) -> bytes:
        """The bytes of the file, the same ones for the same content."""
        tensors = {f"inputs/{name}": value for name, value in self.inputs.items()}
        packed = [self.expected.pack(), *(record.pack() for record in self.misconceptions.values())]
        tensors["records"] = torch.frombuffer(bytearray(lzma.compress(b"".join(packed))), dtype=torch.uint8)
        about = self.about | {"records": dict(zip(["", *self.misconceptions], map(len, packed), strict=True))}
        return bytes(save(tensors, {"about": json.dumps(about)}))

    @classmethod
    def read(cls, path: Path) -> "Public":
        """What is in the file. Raises ValueError for a file that is not whole."""
        try:
            with safe_open(path, "pt") as file:
                about = json.loads(file.metadata()["about"])
                tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118  it is no dict
            data = io.BytesIO(lzma.decompress(tensors.pop("records").numpy().tobytes()))
            records = {name: Record.unpack(data.read(size)) for name, size in about["records"].items()}
        except (SafetensorError, KeyError, TypeError, lzma.LZMAError, BadFrame) as error:
            raise ValueError(f"{path} is not whole; fetch the assignment again ({error})") from None
        expected = records.pop("")
        return cls(
            about["assignment"], about["digest"], [VisibleCheck(**check) for check in about["checks"]], about["hints"],
            {name.removeprefix("inputs/"): value for name, value in tensors.items()},
            expected, {name: Record(expected | record) for name, record in records.items()},
            about.get("later", ()), about.get("takes", {}),
        )  # fmt: skip
