"""Pictures that tests show beside their checks: of numbers that a test saw, drawn where no student code runs."""

import io
from collections.abc import Sequence

import torch
from PIL import Image

from autograder.result import Exhibit

MOST = 8
"""Pictures under one title."""


def exhibits(title: str, images: torch.Tensor, captions: Sequence[str]) -> list[Exhibit]:
    """The first of these images `[N, H, W]` or `[N, 1, H, W]`, bytes or grey values from 0 to 1, each with its caption."""
    grey = images.detach().cpu()
    if grey.dtype is not torch.uint8:
        grey = (grey.double().clamp(0, 1) * 255).round().byte()
    pictures = grey.reshape(-1, *images.shape[-2:])[:MOST]
    return [Exhibit(title, text, _png(one)) for one, text in zip(pictures, captions, strict=False)]


def _png(pixels: torch.Tensor) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels.numpy()).save(file, format="PNG", optimize=True)
    return file.getvalue()
