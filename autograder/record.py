"""The treaty between the two sides of the wall: what a frame is, and how answers travel in it.

A frame is ``b"AGF1"``, two little-endian lengths (header 4 bytes, body 8 bytes), a JSON header and a safetensors body.
Frames carry the job to a child and the answers back; a saved record is the frames of its probes, one after the other.

Everything that comes from a child is hostile until shown otherwise: lengths are capped before they are believed, JSON
may not repeat keys or hold NaN, and every tensor's name, shape and dtype is checked from the header before any is built.
Nothing is ever unpickled.
"""

from __future__ import annotations

import json
import math
import re
import struct
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeGuard

import numpy
import safetensors.numpy
import safetensors.torch
import torch

MAGIC: Final = b"AGF1"
_LENGTHS: Final = struct.Struct("<IQ")
_PREFIX: Final = len(MAGIC) + _LENGTHS.size
_ALIGNMENT: Final = 8
"""The body begins at a multiple of it, so that its tensors can be used where they lie."""

MAX_HEADER: Final = 16 << 20
MAX_PARTS: Final = 400_000
"""Commas and brackets of a header: JSON takes up to forty times its size once it is parsed."""
MAX_BODY: Final = 64 << 20
MAX_TENSORS: Final = 2048
MAX_DIMENSIONS: Final = 8
MAX_LENGTH: Final = 1 << 40
"""Of one dimension: a tensor without elements can claim any."""
MAX_INTEGER: Final = 1 << 63
MAX_NODES: Final = 50_000
MAX_DEPTH: Final = 16
MAX_TEXT: Final = 100_000

_DTYPES: Final = {
    "F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16, "I64": torch.int64,
    "I32": torch.int32, "I16": torch.int16, "I8": torch.int8, "U8": torch.uint8, "BOOL": torch.bool,
}  # fmt: skip
"""What may travel, by the names of safetensors."""
_TRAVELS: Final = frozenset(_DTYPES.values())


class BadFrame(Exception):
    """Bytes from the other side that break the treaty.

    Attributes: `code`, one of ``RECORD_INVALID`` and ``RECORD_TOO_BIG``; the message says what was wrong.
    """

    def __init__(self, code: str, message: str):
        super().__init__(code, message)
        self.code = code

    def __str__(self) -> str:
        return str(self.args[1])


class Unanswered(Exception):
    """A probe that has no answer, and why.

    Attributes: `code` (stable, such as ``TIME_LIMIT``), `message` (one sentence for the student).
    """

    def __init__(self, code: str, message: str):
        super().__init__(code, message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return self.message

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unanswered) and (self.code, self.message) == (other.code, other.message)

    __hash__ = Exception.__hash__


@dataclass(frozen=True)
class Opaque:
    """What a probe answered with something that cannot travel: only its type's name does."""

    type: str


@dataclass(frozen=True)
class Frame:
    """One message: a JSON `header` and named `tensors`."""

    header: dict[str, Any]
    tensors: dict[str, torch.Tensor]
    packed: bytes | bytearray = field(default=b"", repr=False, compare=False)
    """The bytes it was read from, if it was."""

    def pack(self) -> bytes:
        """The frame as bytes. Tensors must be contiguous and on the CPU."""
        # A surrogate that stands alone, as student text may hold, has no place in UTF-8.
        header = json.dumps(self.header, allow_nan=False, ensure_ascii=False, separators=(",", ":")).encode(
            errors="replace"
        )
        header += b" " * (-(_PREFIX + len(header)) % _ALIGNMENT)
        body = _pack(self.tensors) if self.tensors else b""
        return MAGIC + _LENGTHS.pack(len(header), len(body)) + header + body


def _pack(tensors: Mapping[str, torch.Tensor]) -> bytes:
    """Contiguous tensors of the CPU as safetensors has them."""
    try:  # three times as fast as by way of torch
        return safetensors.numpy.save({name: tensor.numpy() for name, tensor in tensors.items()})
    except TypeError:  # numpy has no bfloat16; and this way refuses memory that is shared
        return safetensors.torch.save({name: tensor.clone() for name, tensor in tensors.items()})


class FrameReader:
    """Turns a stream of bytes, in pieces of any size, into frames.

    `limit` bounds the bytes of any one frame and `header` those of its header; a frame that announces more is refused
    at once, before its body arrives.
    """

    def __init__(self, limit: int = MAX_HEADER + MAX_BODY, header: int = MAX_HEADER):
        self.limit = limit
        self.header = header
        self._bytes = bytearray()

    def feed(self, data: bytes) -> None:
        """Adds bytes as they came."""
        self._bytes += data

    @property
    def pending(self) -> int:
        """Bytes that no whole frame has used yet."""
        return len(self._bytes)

    def __iter__(self) -> Iterator[Frame]:
        """All frames that are whole by now. Raises BadFrame at the first that is not one."""
        while (frame := self._next()) is not None:
            yield frame

    def _next(self) -> Frame | None:
        start = bytes(self._bytes[: len(MAGIC)])
        if start != MAGIC[: len(start)]:
            raise BadFrame("RECORD_INVALID", "the bytes are not a frame")
        if len(self._bytes) < _PREFIX:
            return None
        header_size, body_size = _LENGTHS.unpack_from(self._bytes, len(MAGIC))
        size = _PREFIX + header_size + body_size
        if header_size > self.header or body_size > MAX_BODY or size > self.limit:
            raise BadFrame("RECORD_TOO_BIG", f"the answer is larger than {min(self.limit, MAX_BODY) >> 10} KiB")
        if len(self._bytes) < size:
            return None
        if len(self._bytes) == size:
            data, self._bytes = self._bytes, bytearray()
        else:
            data, self._bytes = self._bytes[:size], self._bytes[size:]  # to delete in front would leave it unaligned
        begin = _PREFIX + header_size
        body = data[begin:] if begin % _ALIGNMENT else memoryview(data)[begin:]
        return Frame(_strict_object(bytes(data[_PREFIX:begin])), _tensors(body), data)


def frames(data: bytes) -> list[Frame]:
    """All frames of `data`, which must hold nothing else."""
    reader = FrameReader()
    reader.feed(data)
    found = list(reader)
    if reader.pending:
        raise BadFrame("RECORD_INVALID", "the last frame is cut off")
    return found


_SURROGATE: Final = re.compile(rb"(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]")
"""The escape of a surrogate: `Frame.pack` writes none, and half of one could not be written anywhere."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")


_STRICT_JSON: Final = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_refuse)


def _strict_object(data: bytes) -> dict[str, Any]:
    """A JSON object without repeated keys, NaN or infinities."""
    if sum(data.count(mark) for mark in (b",", b"[", b"{")) > MAX_PARTS:
        raise BadFrame("RECORD_TOO_BIG", "the answer has too many parts")
    if b"\\u" in data and _SURROGATE.search(data):
        raise BadFrame("RECORD_INVALID", "the header holds half a character")
    try:
        found = _STRICT_JSON.decode(data.decode())
    except (ValueError, RecursionError) as error:
        raise BadFrame("RECORD_INVALID", f"the header is not strict JSON: {error}") from None
    if not isinstance(found, dict):
        raise BadFrame("RECORD_INVALID", "the header is not a JSON object")
    return found


def _tensors(body: bytearray | memoryview) -> dict[str, torch.Tensor]:
    if not body:
        return {}
    try:
        return _unpack(body)
    except BadFrame:
        raise
    except Exception as error:  # noqa: BLE001  any complaint is the sender's fault
        raise BadFrame("RECORD_INVALID", f"the tensors cannot be read: {type(error).__name__}") from None


def _unpack(body: bytearray | memoryview) -> dict[str, torch.Tensor]:
    """The tensors that `_pack` packed, as views of these bytes. Raises an exception if that is not what they are."""

    def demand(condition: bool, sentence: str) -> None:
        if not condition:
            raise BadFrame("RECORD_INVALID", sentence)

    demand(len(body) >= 8, "the tensors are cut off")
    begin = 8 + int.from_bytes(body[:8], "little")
    demand(begin <= min(8 + MAX_HEADER, len(body)), "the tensor header is longer than the body")
    entries = _strict_object(bytes(body[8:begin]))
    demand(len(entries) <= MAX_TENSORS, f"more than {MAX_TENSORS} tensors")
    found, end = {}, 0
    for name, entry in sorted(entries.items(), key=lambda item: item[1]["data_offsets"]):
        dtype, shape, (start, stop) = _DTYPES.get(entry["dtype"]), entry["shape"], entry["data_offsets"]
        if dtype is None:
            raise BadFrame("RECORD_INVALID", f"a tensor has dtype {entry['dtype']!s:.20}")
        demand(len(shape) <= MAX_DIMENSIONS, "a tensor has too many dimensions")
        demand(all(type(n) is int and 0 <= n < MAX_LENGTH for n in shape), "a tensor has an impossible shape")
        demand(type(start) is type(stop) is int and start == end, "tensors overlap or leave gaps")
        count, end = math.prod(shape), stop
        demand(stop - start == count * dtype.itemsize, "a tensor's size is not its shape's")
        demand((begin + start) % dtype.itemsize == 0, "a tensor begins at an odd place")
        demand(begin + stop <= len(body), "the tensors are cut off")
        if count:
            found[name] = torch.frombuffer(body, dtype=dtype, count=count, offset=begin + start).reshape(shape)
        else:
            found[name] = torch.empty(shape, dtype=dtype)
    demand(begin + end == len(body), "there are bytes that no tensor uses")
    return found


# ---------------------------------------------------------------------------------------------- answers in a frame
#
# JSON has no tuples, tensors, NaN or arrays, so these travel as one-key objects: {"tensor": "3"} names a tensor of the
# body, {"float": "nan"} a number that is not finite, {"object": "torch.device"} the type of something else.

_STRICT: Final = (torch.Tensor, torch.nn.Parameter)
_detach = torch.Tensor.detach


def answers_frame(probe: str, answers: Any) -> Frame:
    """The frame in which a probe's answers travel."""
    writer = _Writer()
    tree = writer.tree(answers)
    return Frame({"kind": "answers", "probe": probe, "tree": tree}, writer.tensors)


def unanswered_frame(probe: str, why: Unanswered) -> Frame:
    """The frame that says why a probe has no answer."""
    return Frame({"kind": "unanswered", "probe": probe, "code": why.code, "message": why.message}, {})


class _Writer:
    def __init__(self) -> None:
        self.tensors: dict[str, torch.Tensor] = {}
        self._nodes = 0

    def tree(self, value: Any, depth: int = 0) -> Any:
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
        if type(value) in _STRICT:
            return self._tensor(value)
        if type(value) is numpy.ndarray:
            return self._array(value)
        if isinstance(value, Opaque):
            return {"object": value.type}
        return {"object": f"{type(value).__module__}.{type(value).__qualname__}"[:200]}

    def _tensor(self, value: torch.Tensor) -> Any:
        plain = _detach(value)
        if plain.is_meta or plain.is_nested or plain.layout is not torch.strided or plain.dtype not in _TRAVELS:
            kind = "nested" if plain.is_nested else plain.layout
            return {"object": f"torch.Tensor on {plain.device}, {kind}, {plain.dtype}"}
        return self._body("tensor", plain)

    def _array(self, value: numpy.ndarray[Any, Any]) -> Any:
        try:
            tensor = torch.from_numpy(numpy.array(value, order="C"))
        except (TypeError, ValueError):  # of objects; of foreign byte order
            return {"object": f"numpy.ndarray of {value.dtype}"}
        if tensor.dtype not in _TRAVELS:
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
PICTURE: Final = "picture"
"""The name below which a probe puts a PNG file, as a uint8 vector, for people to look at."""
LOSSES: Final = "losses"
"""The clue below which a probe puts the losses of a training, a list of numbers, for people to look at."""


class Answers(dict[str, Any]):
    """A probe's answers by name. A name that is missing is the submission's fault, not the test's.

    They are read and never changed, so the frame they came in, `packed`, is what is saved of them.
    """

    packed: bytes | bytearray = b""

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
            case "array", str(name) if name in self._unused and self._unused[name].dtype is not torch.bfloat16:
                return self._unused.pop(name).numpy()
            case "object", str(name):
                return Opaque(name[:200])
        raise BadFrame("RECORD_INVALID", "the answers hold something that is no answer")


def _is_curve(curve: Any) -> TypeGuard[list[float]]:
    return isinstance(curve, list) and 0 < len(curve) <= 200 and all(type(y) in (int, float) for y in curve)


class Record(dict[str, "Answers | Unanswered"]):
    """What one submission answered: for each probe its answers, or why there are none.

    `record["sgd"]` gives the answers of `probe_sgd` and raises `Unanswered` where there are none. `used` collects the
    probes that were asked for, so that a check knows which questions it rests on.
    """

    def __init__(self, items: Mapping[str, Answers | Unanswered] | None = None):
        super().__init__(items or {})
        self.used: set[str] = set()

    def __getitem__(self, probe: str) -> Answers:
        self.used.add(probe)
        answers = self.get(probe, Unanswered("RECORD_MISSING", "your program ended before it could be checked"))
        if isinstance(answers, Unanswered):
            raise answers
        return answers

    def only(self, probes: Collection[str]) -> Record:
        """The record of these probes alone."""
        return Record({probe: answers for probe, answers in self.items() if probe in probes})

    def graded(self) -> Record:
        """The record without the answers that are never graded."""
        graded = {}
        for probe, answers in self.items():
            if isinstance(answers, Answers):
                answers = Answers({key: value for key, value in answers.items() if key != CLUES})
            graded[probe] = answers
        return Record(graded)

    def pictures(self) -> list[bytes]:
        """What was answered under `PICTURE`, PNG files if all is well."""
        found = [answers.get(PICTURE) for answers in self.values() if isinstance(answers, Answers)]
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
            case {"kind": "answers", "probe": str(probe), "tree": {"dict": dict()} as tree, **rest} if not rest:
                answers = _Reader(frame.tensors).answers(tree)
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
        """The record as it is saved: one frame for each probe."""
        return b"".join(
            unanswered_frame(p, a).pack() if isinstance(a, Unanswered) else a.packed or answers_frame(p, a).pack()
            for p, a in self.items()
        )

    @classmethod
    def unpack(cls, data: bytes) -> Record:
        """The record that `pack` saved. Raises BadFrame."""
        record = cls()
        for frame in frames(data):
            record.take(frame)
        return record
