"""Answers: what a probe was told, as a tree in a frame; and the record of one submission, which is all of them.

JSON has no tuples, tensors, NaN or arrays, so these travel as one-key objects: {"tensor": "3"} names a tensor of the
body, {"float": "nan"} a number that is not finite, {"object": "torch.device"} the type of something else.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeGuard

import numpy

from autograder.record.frame import (
    MAX_BODY,
    MAX_DIMENSIONS,
    MAX_LENGTH,
    MAX_TENSORS,
    BadFrame,
    CodedError,
    Frame,
    dtypes,
    frames,
)

if TYPE_CHECKING:
    import torch

MAX_INTEGER: Final = 1 << 63
MAX_NODES: Final = 50_000
MAX_DEPTH: Final = 16
MAX_TEXT: Final = 100_000


class Unanswered(CodedError):
    """A probe that has no answer, and why."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unanswered) and (self.code, self.message) == (other.code, other.message)

    __hash__ = Exception.__hash__


@dataclass(frozen=True)
class Opaque:
    """What a probe answered with something that cannot travel: only its type's name does."""

    type: str


class _Torch(NamedTuple):
    """What of torch a writer needs, taken once: student code may replace it later."""

    tensors: tuple[type[torch.Tensor], ...]
    detach: Callable[[torch.Tensor], torch.Tensor]
    strided: torch.layout
    from_numpy: Callable[[numpy.ndarray[Any, Any]], torch.Tensor]
    travels: frozenset[torch.dtype]


@cache
def _torch() -> _Torch:
    import torch

    tensors = (torch.Tensor, torch.nn.Parameter)
    return _Torch(tensors, torch.Tensor.detach, torch.strided, torch.from_numpy, frozenset(dtypes().values()))


def answers_frame(probe: str, answers: Any, about: Collection[str] = (), used: Collection[str] = ()) -> Frame:
    """The frame in which a probe's answers travel, and the names of the program that it is about, and uses, if any."""
    writer = Writer()
    tree = writer.tree(answers)
    names = {"names": [sorted(about), sorted(used)]} if about or used else {}
    return Frame({"kind": "answers", "probe": probe, "tree": tree, **names}, writer.tensors)


def unanswered_frame(probe: str, why: Unanswered) -> Frame:
    """The frame that says why a probe has no answer."""
    return Frame({"kind": "unanswered", "probe": probe, "code": why.code, "message": why.message}, {})


class Writer:
    """Turns a probe's answers into a tree, and the tensors that go with it."""

    def __init__(self) -> None:
        self.tensors: dict[str, torch.Tensor] = {}
        self._nodes = 0
        self._torch = _torch()

    def tree(self, value: Any, depth: int = 0) -> Any:
        """The value as JSON; its tensors are kept aside. Raises BadFrame for one with too many parts."""
        self._nodes += 1
        if self._nodes > MAX_NODES or depth > MAX_DEPTH:
            raise BadFrame("RECORD_TOO_BIG", "the answer has too many parts")
        if value is None or type(value) is bool:
            return value
        if isinstance(value, str):
            return str(value)[:MAX_TEXT].encode("utf-8", "replace").decode()
        if isinstance(value, numpy.bool_):
            return bool(value)
        if isinstance(value, (int, numpy.integer)):
            # Python refuses to print very long integers, and no answer needs one.
            return int(value) if abs(int(value)) < MAX_INTEGER else {"object": "int"}
        if isinstance(value, (float, numpy.floating)):
            return float(value) if math.isfinite(value) else {"float": str(float(value))}
        if isinstance(value, (list, tuple)):
            return {"tuple" if isinstance(value, tuple) else "list": [self.tree(item, depth + 1) for item in value]}
        if isinstance(value, dict) and all(isinstance(key, str) for key in value):
            return {"dict": {key: self.tree(item, depth + 1) for key, item in value.items()}}
        if type(value) in self._torch.tensors:
            return self._tensor(value)
        if type(value) is numpy.ndarray:
            return self._array(value)
        if isinstance(value, Opaque):
            return {"object": value.type}
        return {"object": f"{type(value).__module__}.{type(value).__qualname__}"[:200]}

    def _tensor(self, value: torch.Tensor) -> Any:
        torch = self._torch
        plain = torch.detach(value)
        if plain.is_meta or plain.is_nested or plain.layout is not torch.strided or plain.dtype not in torch.travels:
            kind = "nested" if plain.is_nested else plain.layout
            return {"object": f"torch.Tensor on {plain.device}, {kind}, {plain.dtype}"}
        return self._body("tensor", plain)

    def _array(self, value: numpy.ndarray[Any, Any]) -> Any:
        try:
            tensor = self._torch.from_numpy(numpy.array(value, order="C"))
        except (TypeError, ValueError):  # of objects; of foreign byte order
            return {"object": f"numpy.ndarray of {value.dtype}"}
        if tensor.dtype not in self._torch.travels:
            return {"object": f"numpy.ndarray of {value.dtype}"}
        return self._body("array", tensor)

    def _body(self, kind: str, tensor: torch.Tensor) -> Any:
        shape = list(tensor.shape)
        if len(shape) > MAX_DIMENSIONS or (0 in shape and max(shape) >= MAX_LENGTH):
            return {"object": f"a tensor of shape {shape}"[:200]}
        name = str(len(self.tensors))
        if len(self.tensors) >= MAX_TENSORS or tensor.numel() * tensor.element_size() > MAX_BODY:
            raise BadFrame("RECORD_TOO_BIG", "the answer holds too many or too large tensors")
        self.tensors[name] = tensor.cpu().resolve_neg().contiguous()
        return {kind: name}


CLUES: Final = "clues"
"""The name below which a probe puts what only helps to tell misconceptions apart."""
EVIDENCE: Final = "evidence"
"""The name below which a probe puts raw numbers that only tests look at: they are others for each right way, too."""
PICTURE: Final = "picture"
"""The name below which a probe puts a PNG file, as a uint8 vector, for people to look at."""
LOSSES: Final = "losses"
"""The clue below which a probe puts the losses of a training, a list of numbers, for people to look at."""


class Answers(dict[str, Any]):
    """A probe's answers by name. A name that is missing is the submission's fault, not the test's.

    They are read and never changed, so the frame they came in, `packed`, is what is saved of them.
    """

    packed: bytes | bytearray = b""
    names: tuple[frozenset[str], frozenset[str]] = frozenset(), frozenset()
    """The names of the program that the question was about, and those that it used: believed of a solution alone."""

    def __missing__(self, key: str) -> Any:
        raise Unanswered("RECORD_INVALID", "your program's answers were not in the form they were asked for")


class _Reader:
    def __init__(self, tensors: Mapping[str, torch.Tensor]):
        self._unused = dict(tensors)
        self._nodes = 0

    def answers(self, tree: Any) -> Answers:
        """The answers of a whole tree, in which every tensor stands exactly once."""
        found = self._value(tree)
        if not isinstance(found, Answers) or self._unused:
            raise BadFrame("RECORD_INVALID", "the answers are no answers, or there are tensors beside them")
        return found

    def _value(self, tree: Any, depth: int = 0) -> Any:
        self._nodes += 1
        if self._nodes > MAX_NODES or depth > MAX_DEPTH:
            raise BadFrame("RECORD_INVALID", "the answer has more parts than may be written")
        match tree:
            case None | bool() | str():
                return tree
            case int() if abs(tree) < MAX_INTEGER:
                return tree
            case float() if math.isfinite(tree):
                return tree
            case dict() if len(tree) == 1:
                return self._tagged(*next(iter(tree.items())), depth + 1)
        raise BadFrame("RECORD_INVALID", "the answers hold something that is no answer")

    def _tagged(self, tag: str, content: Any, depth: int) -> Any:
        match tag, content:
            case "float", "nan" | "inf" | "-inf":
                return float(content)
            case "list", [*items]:
                return [self._value(item, depth) for item in items]
            case "tuple", [*items]:
                return tuple(self._value(item, depth) for item in items)
            case "dict", dict(items):
                return Answers((key, self._value(item, depth)) for key, item in items.items())
            case "tensor", str(name) if name in self._unused:
                return self._unused.pop(name)
            case "array", str(name) if name in self._unused and self._unused[name].dtype is not dtypes()["BF16"]:
                return self._unused.pop(name).numpy()
            case "object", str(name):
                return Opaque(name[:200])
        raise BadFrame("RECORD_INVALID", "the answers hold something that is no answer")


def _names(noted: Any) -> tuple[frozenset[str], frozenset[str]]:
    match noted:
        case [[*about], [*used]] if all(type(name) is str for name in [*about, *used]):
            return frozenset(about), frozenset(used)
    raise BadFrame("RECORD_INVALID", "the frame does not name what it is about")


def _is_curve(curve: Any) -> TypeGuard[list[float]]:
    return isinstance(curve, list) and 0 < len(curve) <= 200 and all(type(y) in (int, float) for y in curve)


class Repair(NamedTuple):
    """An edit after which a program answers otherwise: the index of its code cell, the line in it from 1, and in words."""

    cell: int
    line: int
    words: str


class Record(dict[str, "Answers | Unanswered"]):
    """What one submission answered: for each probe its answers, or why there are none.

    `record["sgd"]` gives the answers of `probe_sgd` and raises `Unanswered` where there are none. `used` collects the
    probes that were asked for, so that a check knows which questions it rests on. `again` has what was answered when
    the reference's definitions stood in place of some names: by those names; and `repaired`, what the program answered
    with some edits.
    """

    def __init__(self, items: Mapping[str, Answers | Unanswered] | None = None):
        super().__init__(items or {})
        self.used: set[str] = set()
        self.again: dict[tuple[str, ...], Record] = {}
        self.repaired: dict[tuple[Repair, ...], Record] = {}

    def __getitem__(self, probe: str) -> Answers:
        self.used.add(probe)
        answers = self.get(probe, Unanswered("RECORD_MISSING", "your program ended before it could be checked"))
        if isinstance(answers, Unanswered):
            raise answers
        return answers

    def only(self, probes: Collection[str]) -> Record:
        """The record of these probes alone."""
        return Record({probe: answers for probe, answers in self.items() if probe in probes})

    def names(self, probes: Collection[str], *, only_used: bool = False) -> set[str]:
        """The names of the program that these probes were about, or those that they only used."""
        found = [self.get(probe) for probe in probes]
        return {name for answers in found if isinstance(answers, Answers) for name in answers.names[only_used]}

    def without(self, key: str) -> Record:
        """The record without the answers under a name: ``CLUES``, which are never graded, or ``EVIDENCE``."""
        left = {}
        for probe, answers in self.items():
            if isinstance(answers, Answers) and key in answers:
                answers = Answers({name: value for name, value in answers.items() if name != key})
            left[probe] = answers
        return Record(left)

    def pictures(self) -> list[bytes]:
        """What was answered under `PICTURE`, PNG files if all is well."""
        found = [answers[PICTURE] for answers in self.values() if isinstance(answers, Answers) and PICTURE in answers]
        if not found:
            return []
        import torch

        return [one.numpy().tobytes() for one in found if isinstance(one, torch.Tensor) and one.dtype is torch.uint8]

    def curves(self) -> dict[str, list[float]]:
        """What the last probe that answered any put under `LOSSES`, by its name: later ones train on the real thing."""
        found: dict[str, list[float]] = {}
        for probe, answers in self.items():
            clues = answers.get(CLUES) if isinstance(answers, Answers) else None
            if isinstance(clues, Answers) and _is_curve(curve := clues.get(LOSSES)):
                found = {probe: [float(y) for y in curve]}
        return found

    def take(self, frame: Frame) -> str:
        """Reads one frame into the record and gives back its probe's name. Raises BadFrame."""
        match frame.header:
            case {"kind": "answers", "probe": str(probe), "tree": {"dict": dict()} as tree, **rest} if (
                not rest.keys() - {"names"}
            ):
                answers = _Reader(frame.tensors).answers(tree)
                answers.names = _names(rest.get("names", [[], []]))
                answers.packed = frame.packed
                self[probe] = answers
            case {"kind": "unanswered", "probe": str(probe), "code": str(code), "message": str(message), **rest} if (
                not rest and not frame.tensors
            ):
                self[probe] = Unanswered(code[:40], message[:2000])
            case _:
                raise BadFrame("RECORD_INVALID", "the frame is not a probe's answer")
        return probe

    def pack(self) -> bytes:
        """The record as it is saved: one frame for each probe, then what was answered again, below its names or edits."""
        own = [
            unanswered_frame(p, a).pack() if isinstance(a, Unanswered) else a.packed or answers_frame(p, a).pack()
            for p, a in self.items()
        ]
        again: list[tuple[dict[str, Any], Record]]
        again = [({"kind": "again", "right": names}, it) for names, it in self.again.items()]
        again += [({"kind": "repaired", "edits": edits}, it) for edits, it in self.repaired.items()]
        return b"".join([*own, *(part for head, it in again for part in (Frame(head, {}).pack(), it.pack()))])

    @classmethod
    def unpack(cls, data: bytes) -> Record:
        """The record that `pack` saved. Raises BadFrame."""
        record = part = cls()
        for frame in frames(data):
            match frame.header:
                case {"kind": "again", "right": [*names], **rest} if not rest and all(type(n) is str for n in names):
                    part = record.again.setdefault(tuple(names), cls())
                case {"kind": "repaired", "edits": [*edits], **rest} if not rest:
                    part = record.repaired.setdefault(tuple(map(_repair, edits)), cls())
                case _:
                    part.take(frame)
        return record


def _repair(edit: Any) -> Repair:
    match edit:
        case [int(cell), int(line), str(words)]:
            return Repair(cell, line, words)
    raise BadFrame("RECORD_INVALID", "the frame does not name an edit")
