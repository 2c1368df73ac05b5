"""The digits of the course: real MNIST in IDX files, a part given to students and a part held out from them."""

from __future__ import annotations

import gzip
import math
import os
import uuid
import zlib
from dataclasses import dataclass
from functools import cached_property
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch
    from torch import Tensor

# torchvision looks for exactly these names under ROOT/MNIST/raw, and t10k is its name for the part not trained on.
TRAINING = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte")
HELD_OUT = ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")
IMAGE = (28, 28)
LABEL = ()
TURN = math.radians(5)
"""How far a held-out digit is turned at most, to either side."""
SHIFT = 0.5
"""How far it is shifted at most, in pixels: by 1, networks of one hidden layer would lose six digits in a hundred."""


@dataclass(frozen=True)
class Digits:
    """Where the digits lie: both folders hold `MNIST/raw/`, as any root of `torchvision.datasets.MNIST` does."""

    given: Path
    """The digits with labels that students have."""

    held_out: Path | None = None
    """The digits that only instructors have."""

    def training(self) -> tuple[Tensor, Tensor]:
        """Images, uint8 [N, 28, 28], and labels, int64 [N], of the given digits."""
        images, labels = _read(self.given, TRAINING)
        return images, labels.long()

    def held_out_images(self) -> Tensor:
        """Images of the held-out digits, uint8 [N, 28, 28]."""
        return self._held_out[0].clone()

    def held_out_labels(self) -> Tensor:
        """Labels of the held-out digits, int64 [N]."""
        return self._held_out[1].long()

    def unseen(self, chance: torch.Generator) -> tuple[Tensor, Tensor]:
        """The held-out digits as no other seed shows them: in another order, each turned and shifted a little, with noise.

        Images, uint8 [1000, 28, 28], and labels, int64 [1000]. Where there are none, as on a student's machine, given ones
        take their place.
        """
        import torch
        from torch.nn import functional

        images, labels = self._held_out if self.held_out else self.training()
        order = torch.randperm(len(images), generator=chance)[:1000]
        turn, *shift = 2 * torch.rand(3, len(order), 1, generator=chance) - 1
        cosine, sine = torch.cos(TURN * turn), torch.sin(TURN * turn)
        across, down = (SHIFT / (IMAGE[0] / 2) * part for part in shift)
        places = torch.cat([cosine, -sine, across, sine, cosine, down], 1).view(-1, 2, 3)
        grid = functional.affine_grid(places, [len(order), 1, *IMAGE], align_corners=False)
        moved = functional.grid_sample(images[order, None].float(), grid, align_corners=False)[:, 0]
        noise = torch.randint(-8, 9, moved.shape, generator=chance)
        return (moved + noise).round().clamp(0, 255).to(torch.uint8), labels[order].long()

    def unpack(self, root: Path, with_held_out: bool = False) -> Path:
        """Make `root` a place from which `torchvision.datasets.MNIST(root, train=True)` loads the given digits.

        torchvision wants the files of the other part to exist too. Unless `with_held_out`, they are there and hold no
        digit, and `train=False` fails. Files that are right stay untouched; other digits are never replaced.
        """
        import torch

        held_out = self._held_out if with_held_out else (torch.empty(0, *IMAGE), torch.empty(0, *LABEL))
        for names, values in ((TRAINING, _read(self.given, TRAINING)), (HELD_OUT, held_out)):
            for name, value in zip(names, values, strict=True):
                _write(_raw(root) / name, encode(value.to(torch.uint8)))
        return root

    @cached_property
    def _held_out(self) -> tuple[Tensor, Tensor]:
        if self.held_out is None:
            raise FileNotFoundError("No held-out digits: no folder was named for them; only instructors have one.")
        return _read(self.held_out, HELD_OUT)


def encode(values: Tensor) -> bytes:
    """A uint8 tensor as the bytes of an IDX file: two zeros, 8 for uint8, dimensions, big-endian sizes, values."""
    sizes = b"".join(size.to_bytes(4, "big") for size in values.shape)
    return bytes([0, 0, 8, values.dim()]) + sizes + values.contiguous().numpy().tobytes()


def decode(content: bytes, path: Path) -> Tensor:
    """The uint8 tensor in the bytes of an IDX file of images or labels; `path` says which, and is named in errors."""
    import torch

    one = IMAGE if "-images-" in path.name else LABEL
    magic = bytes([0, 0, 8, 1 + len(one)])
    if content[:4] != magic:
        raise ValueError(f"{path}: begins with '{content[:4].hex(' ')}', expected '{magic.hex(' ')}' (IDX of uint8)")
    header = 4 * (1 + magic[3])
    sizes = [int.from_bytes(content[at : at + 4], "big") for at in range(4, header, 4)]
    if len(content) != header + prod(sizes):
        raise ValueError(f"{path}: has {len(content)} bytes, its header promises {header + prod(sizes)}")
    if tuple(sizes[1:]) != one:
        raise ValueError(f"{path}: images of {sizes[1:]} pixels, expected {list(one)}")
    return torch.frombuffer(bytearray(content), dtype=torch.uint8)[header:].reshape(sizes)


def _raw(root: Path) -> Path:
    return root / "MNIST" / "raw"


def _read(root: Path, names: tuple[str, str]) -> tuple[Tensor, Tensor]:
    """Images and labels, both uint8, as many of the one as of the other."""
    images, labels = (_read_file(_raw(root) / name) for name in names)
    if len(images) != len(labels):
        raise ValueError(f"{_raw(root)}: {len(images)} images in {names[0]}, but {len(labels)} labels in {names[1]}")
    if len(images) == 0:
        raise FileNotFoundError(
            f"No digits: {names[0]} in {_raw(root)} is a placeholder; name the folder with the digits."
        )
    return images, labels


def _read_file(path: Path) -> Tensor:
    if path.is_file():
        return decode(path.read_bytes(), path)
    packed = path.with_name(f"{path.name}.gz")
    if not packed.is_file():
        raise FileNotFoundError(
            f"No digits: neither {path.name} nor {packed.name} is in {path.parent}; name a folder that has MNIST/raw."
        )
    content = packed.read_bytes()
    try:
        return decode(gzip.decompress(content), packed)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ValueError(f"{packed}: not a whole gzip file ({error})") from error


def _write(path: Path, content: bytes) -> None:
    """Put the content in place in one move, so that nobody ever reads half a file."""
    if path.is_file():
        present = path.read_bytes()
        if present == content:
            return
        if _holds_digits(present, path):
            raise FileExistsError(
                f"{path} holds other digits and was left alone: choose another folder or move it away."
            )
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    try:
        temporary.write_bytes(content)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _holds_digits(content: bytes, path: Path) -> bool:
    try:
        return len(decode(content, path)) > 0
    except ValueError:
        return False
