"""What tests of several rooms do: run the command as people do, and write submissions for it."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

ROOT = Path(__file__).resolve().parents[1]
"""The repository."""


def command(*arguments: object, course: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """What the command prints and returns; for the course if one is named."""
    options = [] if course is None else ["--course", str(course)]
    return subprocess.run(
        [sys.executable, "-m", "autograder.cli", *map(str, arguments), *options],
        capture_output=True, text=True, timeout=300, check=False, env=os.environ | environment,
    )  # fmt: skip


def said(ran: subprocess.CompletedProcess[str]) -> str:
    """All that was printed, as one line."""
    assert "Traceback" not in ran.stderr, ran.stderr
    return " ".join((ran.stdout + ran.stderr).split())


def script(path: Path, *cells: str) -> Path:
    """A submission as a percent script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"# %%\n{cell}\n\n" for cell in cells), encoding="utf-8")
    return path


def notebook(path: Path, *cells: str) -> Path:
    """A submission as a notebook."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(new_notebook(cells=[new_code_cell(cell) for cell in cells])), encoding="utf-8")
    return path
