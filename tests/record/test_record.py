"""The treaty between the two sides: every kind of answer comes through as it was, and every lie is refused."""

import io
import itertools
import json
import math
import os
import pickle
import resource
import struct
import subprocess
import sys
import warnings
from collections import OrderedDict
from enum import IntEnum
from pathlib import Path
from typing import Any

import numpy
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autograder.record.answers import (
    MAX_DEPTH,
    MAX_NODES,
    MAX_TEXT,
    Answers,
    Opaque,
    Record,
    Unanswered,
    answers_frame,
    unanswered_frame,
)
from autograder.record.frame import MAX_BODY, MAX_HEADER, MAX_TENSORS, BadFrame, Frame, FrameReader, frames

X = torch.arange(6.0).reshape(2, 3)


def there(value: Any) -> Any:
    """The value as the other side reads it."""
    return Record.unpack(answers_frame("p", {"v": value}).pack())["p"]["v"]


def shape_of(value: Any) -> Any:
    """A value as plain data in which whatever matters differs: types, signs of zero, dtypes, shapes and bits."""
    if isinstance(value, torch.Tensor):
        bits = value.contiguous().reshape(-1).view(torch.uint8).tolist() if value.numel() else []
        return type(value).__name__, str(value.dtype), tuple(value.shape), value.requires_grad, bits
    if isinstance(value, numpy.ndarray):
        return "array", str(value.dtype), value.shape, value.tobytes()
    if isinstance(value, (list, tuple)):
        return type(value).__name__, [shape_of(item) for item in value]
    if isinstance(value, dict):
        return "dict", {key: shape_of(item) for key, item in value.items()}
    return type(value).__name__, repr(value)


class Number(IntEnum):
    """An int with a name."""

    ONE = 1


class Sub(torch.Tensor):
    """A tensor that could answer anything."""


UNCHANGED = {
    "none": None, "true": True, "false": False, "zero": 0, "one": 1, "minus": -7, "large": 2**63 - 1,
    "float one": 1.0, "minus zero": -0.0, "smallest": 5e-324, "third": 1 / 3, "nan": math.nan, "inf": math.inf,
    "minus inf": -math.inf, "empty text": "", "text": "größer 🎈 \0 \x1b[31m </script>", "empty list": [],
    "empty tuple": (), "empty dict": {}, "list": [1, 1.0, True, None, "1"], "tuple": (1, (2, [3, (4,)])),
    "dict": {"a": {"b": [{"c": (X,)}]}, "list": [], "tensor": "0", "float": "nan"},
    "tensor": X, "vector of one": torch.ones(1), "scalar": torch.tensor(3.0), "empty": torch.ones(0, 3),
    "half": X.half(), "bfloat16": X.bfloat16(), "double": X.double(), "int64": X.long(), "int32": X.int(),
    "int16": X.short(), "int8": X.char(), "uint8": X.byte(), "bool": X > 2,
    "nan tensor": torch.tensor([math.nan, math.inf, -0.0]), "array": numpy.arange(6.0).reshape(2, 3),
    "int array": numpy.arange(3), "bool array": numpy.array([True, False]), "empty array": numpy.zeros((0, 2)),
}  # fmt: skip


@pytest.mark.parametrize("value", UNCHANGED.values(), ids=UNCHANGED)
def test_an_answer_comes_through_as_it_was(value: Any) -> None:
    """Type, sign of zero, shape, dtype and every bit of an answer are the same on the other side."""
    assert shape_of(value) == shape_of(there(value))


readonly = numpy.ones(2)
readonly.flags.writeable = False
with warnings.catch_warnings(action="ignore"):  # torch calls them a prototype
    NESTED = torch.nested.nested_tensor([torch.ones(1), torch.ones(2)])
TURNED = {
    "numpy bool": (numpy.bool_(True), True), "numpy int": (numpy.int64(3), 3), "numpy float": (numpy.float32(0.5), 0.5),
    "numpy nan": (numpy.float64(math.nan), math.nan), "numpy text": (numpy.str_("a"), "a"),
    "named int": (Number.ONE, 1), "ordered dict": (OrderedDict(a=1), {"a": 1}),
    "parameter": (torch.nn.Parameter(X), X), "wants grad": (X.clone().requires_grad_() * 2, X * 2),
    "transposed": (X.t(), X.t().contiguous()), "expanded": (torch.ones(1).expand(3), torch.ones(3)),
    "negative view": ((1j * X).conj().imag, -X),
    "stepped": (X[:, ::2], X[:, ::2].contiguous()), "reversed array": (numpy.arange(3)[::-1], numpy.array([2, 1, 0])),
    "column order": (numpy.asfortranarray(numpy.ones((2, 3))), numpy.ones((2, 3))),
    "lone surrogate": ("a\ud800b", "a?b"), "long text": ("x" * (MAX_TEXT + 1), "x" * MAX_TEXT),
    "huge int": (10**5000, Opaque("int")), "int of 64 bits": (-(2**63), Opaque("int")),
    "object": (object(), Opaque("builtins.object")), "complex": (1j, Opaque("builtins.complex")),
    "bytes": (b"x", Opaque("builtins.bytes")), "set": ({1}, Opaque("builtins.set")),
    "dict of ints": ({1: 2}, Opaque("builtins.dict")), "device": (torch.device("cpu"), Opaque("torch.device")),
    "opaque": (Opaque("a.b"), Opaque("a.b")), "subclass": (X.as_subclass(Sub), Opaque("test_record.Sub")),
    "module": (torch.nn.ReLU(), Opaque("torch.nn.modules.activation.ReLU")),
    "meta": (torch.ones(1, device="meta"), Opaque("torch.Tensor on meta, torch.strided, torch.float32")),
    "nine dimensions": (torch.ones([1] * 9), Opaque("a tensor of shape [1, 1, 1, 1, 1, 1, 1, 1, 1]")),
    "no rows of any length": (torch.ones(0, 1 << 40), Opaque("a tensor of shape [0, 1099511627776]")),
    "array of nine dimensions": (numpy.ones([1] * 9), Opaque("a tensor of shape [1, 1, 1, 1, 1, 1, 1, 1, 1]")),
    "nested tensor": (
        NESTED, Opaque("torch.Tensor on cpu, nested, torch.float32")
    ),
    "sparse": (X.to_sparse(), Opaque("torch.Tensor on cpu, torch.sparse_coo, torch.float32")),
    "complex tensor": (torch.ones(1) * 1j, Opaque("torch.Tensor on cpu, torch.strided, torch.complex64")),
    "object array": (numpy.array([None]), Opaque("numpy.ndarray of object")),
    "scalar array": (numpy.array(3.0), numpy.array(3.0)), "read-only array": (readonly, numpy.ones(2)),
    "complex array": (numpy.ones(2) * 1j, Opaque("numpy.ndarray of complex128")),
    "uint16 array": (numpy.ones(2, "u2"), Opaque("numpy.ndarray of uint16")),
    "big-endian array": (numpy.ones(2, ">f4"), Opaque("numpy.ndarray of >f4")),
}  # fmt: skip


@pytest.mark.parametrize(("value", "back"), TURNED.values(), ids=TURNED)
def test_what_cannot_travel_as_it_is_comes_as_its_plain_form(value: Any, back: Any) -> None:
    """A NumPy scalar comes as a number, a view as a tensor of its own, anything foreign as the name of its type."""
    assert shape_of(back) == shape_of(there(value))


def test_parts_of_one_tensor_do_not_drag_it_along() -> None:
    """A slice of a large tensor costs its own bytes, and two answers may share their memory."""
    large = torch.zeros(1 << 20)
    assert len(answers_frame("p", {"a": large[:2], "b": large[1:3]}).pack()) < 1000


def nested(depth: int) -> Any:
    """Lists in lists."""
    return [nested(depth - 1)] if depth else []


ITSELF: list[Any] = []
ITSELF.append(ITSELF)
TOO_MUCH = {
    "itself": ITSELF, "nested": nested(MAX_DEPTH), "parts": [0] * MAX_NODES, "tensors": [X] * (MAX_TENSORS + 1),
    "bytes": torch.empty(1).expand(MAX_BODY),
}  # fmt: skip


@pytest.mark.parametrize("value", TOO_MUCH.values(), ids=TOO_MUCH)
def test_an_answer_without_measure_is_refused_when_written(value: Any) -> None:
    """An answer that holds itself, is nested or split without end or is too large gets its own code."""
    with pytest.raises(BadFrame) as bad:
        answers_frame("p", {"v": value})
    assert "RECORD_TOO_BIG" == bad.value.code


def test_a_record_is_the_same_after_it_was_saved() -> None:
    """A saved record holds every answer and every reason for a missing one, and is saved to the same bytes again."""
    record = Record({"all": Answers(UNCHANGED), "late": Unanswered("TIME_LIMIT", "too slow: größer"), "no": Answers()})
    again = Record.unpack(record.pack())
    assert shape_of(dict(record)) == shape_of(dict(again))
    assert record.pack() == again.pack()


def test_what_was_answered_again_is_saved_behind_the_record() -> None:
    """The answers of a further run, by what was replaced in it, and the names that a question was about and used."""
    record = Record.unpack(answers_frame("p", {"v": X}, {"train"}, {"step"}).pack())
    record.again = {("step", "model"): Record({"p": Answers(v=1.0), "q": Unanswered("WRONG", "")})}
    again = Record.unpack(record.pack())
    assert ({"train"}, {"step"}) == (again.names({"p"}), again.names({"p"}, only_used=True))
    assert (["p"], record.again) == (list(again), again.again)
    assert record.pack() == again.pack()


def test_the_mathematics_of_a_saved_tensor_can_go_on() -> None:
    """A tensor that was read may be written to, so that a test can compute with it and nothing warns."""
    values = there([X, X.numpy()])
    values[0] += 1
    values[1] += 1
    assert shape_of([X + 1, (X + 1).numpy()]) == shape_of(values)


def test_a_missing_answer_is_the_submissions_fault() -> None:
    """Asking for a probe or a name that is not there says why, as an `Unanswered` and not as a KeyError."""
    record = Record({"p": Answers(), "q": Unanswered("TIME_LIMIT", "late")})
    codes = []
    for ask in (lambda: record["none"], lambda: record["p"]["none"], lambda: record["q"]):
        with pytest.raises(Unanswered) as why:
            ask()
        codes.append(why.value.code)
    assert ["RECORD_MISSING", "RECORD_INVALID", "TIME_LIMIT"] == codes
    assert {"none", "p", "q"} == record.used


# ------------------------------------------------------------------------------------------------------------ bad bytes


def raw(header: Any, body: bytes = b"") -> bytes:
    """A frame with this header (bytes as they are, anything else as JSON) and body."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return b"AGF1" + struct.pack("<IQ", len(text), len(body)) + text + body


def answer(tree: Any, body: bytes = b"", **more: Any) -> bytes:
    """The frame of an answer."""
    return raw({"kind": "answers", "probe": "p", "tree": {"dict": {"v": tree}}} | more, body)


def body(entries: Any, data: bytes = b"") -> bytes:
    """A safetensors body with this header and these bytes."""
    text = entries if isinstance(entries, bytes) else json.dumps(entries).encode()
    text += b" " * (-len(text) % 8)  # tensors begin at a multiple of their size
    return len(text).to_bytes(8, "little") + text + data


def entry(dtype: Any = "F32", shape: Any = (2,), offsets: Any = (0, 8)) -> dict[str, Any]:
    """One tensor's entry in a safetensors header."""
    return {"dtype": dtype, "shape": shape, "data_offsets": offsets}


class Trap:
    """Writes a file when it is unpickled."""

    def __reduce__(self) -> Any:
        return open, (str(Path(os.environ.get("MARKER", os.devnull))), "w")


def pickles() -> dict[str, bytes]:
    """What a careless reader would unpickle."""
    zipped, array = io.BytesIO(), io.BytesIO()
    torch.save(Trap(), zipped)
    numpy.save(array, numpy.array([Trap()], dtype=object), allow_pickle=True)
    return {"pickle": pickle.dumps(Trap()), "zip": zipped.getvalue(), "npy": array.getvalue()}


TENSOR = {"tensor": "0"}
TWO = struct.pack("<2f", 1, 2)
BODIES = {
    "cut": b"1234567",
    "header longer than the body": (99).to_bytes(8, "little") + b"{}",
    "header of 2**63 bytes": (1 << 63).to_bytes(8, "little") + b"{}",
    "not JSON": body(b"{'0'}"),
    "not an object": body([]),
    "a tensor twice": body(b'{"0":%s,"0":%s}' % ((json.dumps(entry()).encode(),) * 2), TWO),
    "NaN": body(b'{"0":{"dtype":"F32","shape":[NaN],"data_offsets":[0,8]}}', TWO),
    "overlap": body({"0": entry(), "1": entry(shape=[1], offsets=(4, 8))}, TWO),
    "the same bytes twice": body({"0": entry(), "1": entry()}, TWO),
    "gap": body({"0": entry(shape=[1], offsets=(0, 4)), "1": entry(shape=[1], offsets=(8, 12))}, bytes(12)),
    "late start": body({"0": entry(shape=[1], offsets=(4, 8))}, TWO),
    "trailing bytes": body({"0": entry()}, TWO + b"x"),
    "missing bytes": body({"0": entry()}, TWO[:-1]),
    "wrong size": body({"0": entry(shape=[3])}, TWO),
    "backwards": body({"0": entry(offsets=(8, 0))}, TWO),
    "negative offsets": body({"0": entry(offsets=(-8, 0))}, TWO),
    "unknown dtype": body({"0": entry("F33")}, TWO),
    "complex dtype": body({"0": entry("C64", [1])}, TWO),
    "dtype of no kind": body({"0": entry(["F32"])}, TWO),
    "huge dimensions": body({"0": entry(shape=[1 << 62, 4])}, TWO),
    "product that wraps": body({"0": entry(shape=[1 << 32, 1 << 32, 0])}),
    "negative dimensions": body({"0": entry(shape=[-1, -2])}, TWO),
    "boolean dimensions": body({"0": entry(shape=[True, 2])}, TWO),
    "float dimensions": body({"0": entry(shape=[2.0])}, TWO),
    "too many dimensions": body({"0": entry(shape=[1] * 9 + [2])}, TWO),
    "no shape": body({"0": {"dtype": "F32", "data_offsets": [0, 8]}}, TWO),
    "no offsets": body({"0": {"dtype": "F32", "shape": [2]}}, TWO),
    "three offsets": body({"0": entry(offsets=(0, 4, 8))}, TWO),
    "text for offsets": body({"0": entry(offsets="ab")}, TWO),
    "float offsets": body({"0": entry(offsets=(0.0, 8))}, TWO),
    "boolean offsets": body({"0": entry("U8", [1], (False, True))}, b"x"),
    "entry of no kind": body({"0": 3}, TWO),
    "metadata": body({"0": entry(), "__metadata__": {"a": "b"}}, TWO),
    "too many tensors": body({str(i): entry(shape=[0], offsets=(0, 0)) for i in range(MAX_TENSORS + 1)}),
}
NODES = MAX_NODES + 1
BAD = {
    "wrong magic": b"AGF2" + raw({})[4:],
    "text": b"score: 100",
    "zeros": bytes(100),
    "cut in the prefix": raw({})[:10],
    "cut in the header": raw({})[:-1],
    "no JSON": raw(b"{'kind': 1}"),
    "empty header": raw(b""),
    "not UTF-8": raw(b'{"kind":"\xff"}'),
    "a key twice": raw(b'{"kind":"answers","kind":"answers"}'),
    "a key twice deep inside": raw(b'{"a":[{"b":{"c":1,"c":1}}]}'),
    "NaN": raw(b'{"a":NaN}'),
    "Infinity": raw(b'{"a":Infinity}'),
    "minus Infinity": raw(b'{"a":-Infinity}'),
    "number too large for a float": answer(0)
    .replace(b'"v": 0', b'"v": 1e999')
    .replace(struct.pack("<I", len(answer(0)) - 16), struct.pack("<I", len(answer(0)) - 16 + 4)),
    "integer of 5000 digits": raw(b'{"a":' + b"9" * 5000 + b"}"),
    "nested lists": raw(b"[" * 100_000),
    "nested objects": raw(b'{"a":' * 100_000),
    "a list": raw([]),
    "a number": raw(3),
    "null": raw(None),
    "no kind": raw({}),
    "another kind": raw({"kind": "score", "score": 100}),
    "a score beside the answers": answer(1, score=100),
    "no probe": raw({"kind": "answers", "tree": {"dict": {}}}),
    "a probe that is no text": answer(1, probe=["p"]),
    "a tree that is no dict": raw({"kind": "answers", "probe": "p", "tree": {"list": []}}),
    "a reason that is no text": raw({"kind": "unanswered", "probe": "p", "code": 1, "message": "m"}),
    "a reason with tensors": raw(
        {"kind": "unanswered", "probe": "p", "code": "WRONG", "message": ""}, body({"0": entry()}, TWO)
    ),
    "bare list": answer([1]),
    "bare dict": answer({"a": 1}),
    "empty node": answer({}),
    "node of two kinds": answer({"list": [], "tuple": []}),
    "list that is none": answer({"list": "abc"}),
    "dict that is none": answer({"dict": []}),
    "float that is none": answer({"float": "1e9"}),
    "tensor that is not there": answer(TENSOR),
    "tensor named by a number": answer({"tensor": 0}, body({"0": entry()}, TWO)),
    "bfloat16 array": answer({"array": "0"}, body({"0": entry("BF16", [4])}, TWO)),
    "a number without measure": answer(10**4000),
    "deep tree": answer(json.loads('{"list":[' * 40 + "1" + "]}" * 40)),
    "lone surrogate": raw(b'{"kind":"unanswered","probe":"p","code":"WRONG","message":"\\ud800"}'),
    "more parts than may be written": answer({"list": [0] * NODES}),
    "one tensor, answered twice": answer({"list": [TENSOR, TENSOR]}, body({"0": entry()}, TWO)),
    "a tensor at an odd place": answer(
        {"list": [{"tensor": "0"}, {"tensor": "1"}]},
        body({"0": entry("U8", [1], (0, 1)), "1": entry(offsets=(1, 9))}, b"x" + TWO),
    ),
    "a tensor that is no answer": answer(1, body({"0": entry()}, TWO)),
    **{f"tensors: {name}": answer(TENSOR, data) for name, data in BODIES.items()},
    **{f"{name} for a body": answer(TENSOR, data) for name, data in pickles().items()},
    **{f"{name} for a header": raw(data) for name, data in pickles().items()},
    **{f"{name} for a frame": data for name, data in pickles().items()},
}


def test_bytes_that_keep_the_treaty_are_read() -> None:
    """What the bad bytes are made from is good."""
    assert [1.0, 2.0] == Record.unpack(answer(TENSOR, body({"0": entry()}, TWO)))["p"]["v"].tolist()


@pytest.mark.parametrize("data", BAD.values(), ids=BAD)
def test_bytes_that_break_the_treaty_are_refused(data: bytes) -> None:
    """Whatever is wrong with a frame, the reader says so with one exception and one code, and nothing else happens."""
    with pytest.raises(BadFrame) as bad:
        Record.unpack(data)
    assert "RECORD_INVALID" == bad.value.code
    assert 5 < len(str(bad.value)) < 200


ANNOUNCED = {
    "header": (MAX_HEADER + 1, 0), "body": (2, MAX_BODY + 1), "both": (1 << 31, 1 << 62), "over the limit": (600, 500)
}  # fmt: skip


@pytest.mark.parametrize("lengths", ANNOUNCED.values(), ids=ANNOUNCED)
def test_a_frame_that_is_too_large_is_refused_before_it_arrives(lengths: tuple[int, int]) -> None:
    """The sixteen bytes that announce too much are enough: nobody waits for the rest."""
    reader = FrameReader(limit=1000) if sum(lengths) < 2000 else FrameReader()
    reader.feed(b"AGF1" + struct.pack("<IQ", *lengths))
    with pytest.raises(BadFrame) as bad:
        list(reader)
    assert "RECORD_TOO_BIG" == bad.value.code


def test_frames_may_come_in_pieces_of_any_size() -> None:
    """A stream gives the same frames byte by byte as in one piece, and counts what is left over."""
    data = answers_frame("a", {"x": X}).pack() + unanswered_frame("b", Unanswered("WRONG", "no")).pack() + b"AG"
    reader, found = FrameReader(), []
    for byte in data:
        reader.feed(bytes([byte]))
        found += [frame.header["probe"] for frame in reader]
    assert (["a", "b"], 2) == (found, reader.pending)


def test_tensors_are_aligned() -> None:
    """Whatever comes before them: torch may use instructions that ask for that."""
    odd = torch.ones(3, dtype=torch.uint8)
    small, large = (answers_frame("a", {"x": x, "odd": odd}).pack() for x in (X, torch.ones(1000)))
    assert len(small) % X.element_size()
    for data in (small + large, large + small, small + large + small):
        found = [tensor for frame in frames(data) for tensor in frame.tensors.values()]
        assert found
        assert not any(tensor.data_ptr() % tensor.element_size() for tensor in found)


def test_a_record_is_saved_as_it_came() -> None:
    """What was read from a frame is written as that frame, byte for byte, though it could be written shorter."""
    data = answers_frame("a", {"x": X}).pack()
    (size,) = struct.unpack_from("<I", data, 4)
    longer = data[:4] + struct.pack("<I", size + 8) + data[8 : 16 + size] + b" " * 8 + data[16 + size :]
    assert longer == Record.unpack(longer).pack()


def test_the_first_wrong_byte_is_enough() -> None:
    """A stream that does not begin as a frame does is refused at once, not when a prefix is full."""
    reader = FrameReader()
    reader.feed(b"AX")
    with pytest.raises(BadFrame):
        list(reader)


AUDIT = """
import json, os, pickle, sys
from collections import OrderedDict
sys.path[:0] = [{tests!r}]
import test_record
from autograder.record.answers import Record
from autograder.record.frame import BadFrame, FrameReader, frames
harmless = pickle.dumps(OrderedDict())
seen, refused = [], 0
sys.addaudithook(lambda event, args: seen.append(event) if event.startswith("pickle.") else None)
for data in [*test_record.BAD.values(), *test_record.pickles().values()]:
    for read in (Record.unpack, frames):
        try:
            read(data)
        except BadFrame:
            refused += 1
quiet = list(seen)
pickle.loads(harmless)
print(json.dumps([quiet, seen, refused > 100]))
"""


def test_nothing_is_ever_unpickled(tmp_path: Path) -> None:
    """An audit hook hears no unpickling while every bad frame is read, and hears it when it does happen."""
    marker = tmp_path / "marker"
    ran = subprocess.run(
        [sys.executable, "-c", AUDIT.format(tests=str(Path(__file__).parent))],
        env=os.environ | {"MARKER": str(marker)}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert "" == ran.stderr
    assert [[], ["pickle.find_class"], True] == json.loads(ran.stdout)
    assert not marker.exists()


# ----------------------------------------------------------------------------------------------------------------- fuzz

GOOD = Record({"all": Answers(UNCHANGED), "late": Unanswered("TIME_LIMIT", "late")}).pack()
SMALL = answers_frame("p", {"v": [X, (1, math.nan), {"a": "b"}]}).pack()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
    | st.sampled_from(["0", "F32", "nan", "answers", "p", 1 << 40, -1]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from("list tuple dict tensor array float object a".split()), inner, max_size=3),
    max_leaves=12,
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A good frame with some of its bytes changed, cut out or put in."""
    data = bytearray(draw(st.sampled_from([GOOD, SMALL])))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data)))
        match draw(st.sampled_from(["change", "cut", "insert", "end"])):
            case "change":
                data[at : at + 1] = draw(st.binary(min_size=1, max_size=1))
            case "cut":
                del data[at : at + draw(st.integers(1, 20))]
            case "insert":
                data[at:at] = draw(st.binary(max_size=20))
            case "end":
                del data[at:]
    return bytes(data)


@st.composite
def lying(draw: st.DrawFn) -> bytes:
    """Frames in good form that say anything about trees and tensors."""
    entries = draw(
        st.dictionaries(
            st.sampled_from(["0", "1", "__metadata__"]),
            JSON | st.fixed_dictionaries({"dtype": JSON, "shape": JSON, "data_offsets": JSON})
            | st.builds(entry, st.sampled_from(["F32", "U8"]), st.lists(st.integers(-1, 3), max_size=3),
                        st.lists(st.integers(-1, 12), min_size=2, max_size=2)),
            max_size=2,
        )
    )  # fmt: skip
    return answer(draw(JSON), body(entries, draw(st.binary(max_size=12))))


def survives(data: bytes) -> None:
    """Reads the bytes: what is accepted can be saved again, and what is not is refused with a known code."""
    try:
        record = Record.unpack(data)
    except BadFrame as bad:
        assert bad.code in {"RECORD_INVALID", "RECORD_TOO_BIG"}
    else:
        assert list(record) == list(Record.unpack(record.pack()))


@given(st.binary(max_size=300) | st.binary(max_size=300).map(lambda tail: b"AGF1" + tail))
def test_random_bytes_never_break_the_reader(data: bytes) -> None:
    """Bytes by chance are refused, and nothing else happens."""
    survives(data)


@given(st.one_of(mutated(), lying()))
def _no_mutation_breaks_the_reader(data: bytes) -> None:
    survives(data)


def test_mutated_frames_never_break_the_reader_nor_cost_memory() -> None:
    """A good frame with a few bytes changed, or one that lies, is read or refused, in little memory."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _no_mutation_breaks_the_reader()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 256 << 10


@given(st.lists(st.integers(1, 50), max_size=20))
def test_where_a_stream_is_cut_does_not_matter(sizes: list[int]) -> None:
    """The same bytes in pieces of any sizes give the same frames."""
    reader, found, rest = FrameReader(), [], SMALL * 2
    for size in itertools.chain(sizes, [len(rest)]):
        reader.feed(rest[:size])
        rest = rest[size:]
        found += list(reader)
    assert [frame.header for frame in frames(SMALL * 2)] == [frame.header for frame in found]


def test_a_frame_can_carry_a_job() -> None:
    """Cells and inputs reach a child as they are, with every letter a notebook may hold."""
    job = Frame({"kind": "job", "cells": ["print('größer 🎈')", None]}, {"x": X})
    (back,) = frames(job.pack())
    assert (job.header, True) == (back.header, torch.equal(X, back.tensors["x"]))
