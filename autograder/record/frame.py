"""Frames: the bytes that cross the wall, in both directions.

A frame is ``b"AGF1"``, two little-endian lengths (header 4 bytes, body 8 bytes), a JSON header and a safetensors body.
Frames carry the job to a child and the answers back; a saved record is the frames of its probes, one after the other.

Everything that comes from a child is hostile until shown otherwise: lengths are capped before they are believed, JSON
may not repeat keys or hold NaN, and every tensor's name, shape and dtype is checked from the header before any is built.
Nothing is ever unpickled. torch is imported with the first tensor: a notebook without any needs none.
"""

from __future__ import annotations

import json
import math
import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy
import safetensors.numpy

if TYPE_CHECKING:
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


@cache
def dtypes() -> Mapping[str, torch.dtype]:
    """What may travel, by the names of safetensors."""
    import torch

    return {
        "F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16, "I64": torch.int64,
        "I32": torch.int32, "I16": torch.int16, "I8": torch.int8, "U8": torch.uint8, "BOOL": torch.bool,
    }  # fmt: skip


class CodedError(Exception):
    """What went wrong in one stable word, `code`, such as ``TIME_LIMIT``, and in one sentence for people, `message`."""

    def __init__(self, code: str, message: str):
        super().__init__(code, message)
        self.code, self.message = code, message

    def __str__(self) -> str:
        return str(self.args[1])  # student code can make one without calling our constructor


class BadFrame(CodedError):
    """Bytes from the other side that break the treaty: ``RECORD_INVALID`` or ``RECORD_TOO_BIG``."""


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


def _pack(tensors: Mapping[str, Any]) -> bytes:
    """Contiguous tensors of the CPU, or arrays, as safetensors has them."""
    try:  # three times as fast as by way of torch
        plain = {name: it if isinstance(it, numpy.ndarray) else it.numpy() for name, it in tensors.items()}
        return safetensors.numpy.save(plain)
    except TypeError:  # numpy has no bfloat16; and this way refuses memory that is shared
        from safetensors.torch import save

        return save({name: tensor.clone() for name, tensor in tensors.items()})


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

    def rest(self) -> bytes:
        """Those bytes, which are then no frame's."""
        data, self._bytes = bytes(self._bytes), bytearray()
        return data

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
    import torch

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
        dtype, shape, (start, stop) = dtypes().get(entry["dtype"]), entry["shape"], entry["data_offsets"]
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
