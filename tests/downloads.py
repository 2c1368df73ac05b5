"""Makes a class as each platform gives it: three students, one of them late, one with two files, one with a PDF.

The names are made up; the files are the caller's.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

PDF = b"%PDF-1.4\n"
MANIFEST = """\
---
submission_95:
  :submitters:
  - :name: Ada Lovelace
    :sid: '4'
    :email: ada@example.org
  :created_at: !ruby/object:ActiveSupport::TimeWithZone
    utc: 2026-05-01 12:30:45 Z
submission_96:
  :submitters:
  - :name: Grace Hopper
    :sid: '5'
    :email: grace@example.org
  :created_at: 2026-05-01 12:31:00.000000000 Z
submission_97:
  :submitters:
  - :name: Zoë Müller
    :sid: '6'
    :email: zoe@example.org
"""
RECEIPT = """\
Name: {name} ({user})
Assignment: Training
Date Submitted: Friday, 1 May 2026 12:30:45 o'clock UTC
Current Grade: Needs Grading

Submission Field:
There is no student submission text data for this assignment.

Files:
\tOriginal filename: work.ipynb
"""

Files = Mapping[str, bytes]


def canvas(name: str, work: bytes) -> Files:
    """Flat; the late one and Canvas's number behind a second submission."""
    return {
        f"lovelaceada_LATE_4_95_{name}-1.ipynb": work,
        f"hoppergrace_5_96_{name}.ipynb": work,
        "hoppergrace_5_98_helpers.py": b"x = 1\n",
        "müllerzoë_6_97_homework.pdf": PDF,
        "müllerzoë_6_text.html": b"<p>see the PDF</p>",
    }


def moodle(name: str, work: bytes) -> Files:
    """A folder for each student, and another for a text typed in."""
    return {
        f"Ada Lovelace_4_assignsubmission_file_/{name}.ipynb": work,
        "Ada Lovelace_4_assignsubmission_onlinetext_/onlinetext.html": b"<p>hello</p>",
        f"Grace Hopper_5_assignsubmission_file/{name}.ipynb": work,
        "Grace Hopper_5_assignsubmission_file/helpers.py": b"x = 1\n",
        "Zoë Müller_6_assignsubmission_file_/homework.pdf": PDF,
    }


def moodle_flat(name: str, work: bytes) -> Files:
    """The same, without folders."""
    return {path.replace("_/", "_").replace("_file/", "_file_"): data for path, data in moodle(name, work).items()}


def blackboard(name: str, work: bytes) -> Files:
    """Flat, with a receipt for each attempt; one student tried twice."""
    files = {}
    students = [("ada", "Ada Lovelace"), ("g_hopper", "Grace Hopper"), ("zoe", "Zoë Müller")]
    for user, whole in students:
        files[f"06 Training_{user}_attempt_2026-05-01-12-30-45.txt"] = RECEIPT.format(name=whole, user=user).encode()
    return files | {
        f"06 Training_ada_attempt_2026-04-30-09-00-00_{name}.ipynb": b"{}",
        f"06 Training_ada_attempt_2026-05-01-12-30-45_{name}.ipynb": work,
        f"06 Training_g_hopper_attempt_2026-05-01-12-30-45_{name}.ipynb": work,
        "06 Training_g_hopper_attempt_2026-05-01-12-30-45_helpers.py": b"x = 1\n",
        "06 Training_zoe_attempt_2026-05-01-12-30-45_homework.pdf": PDF,
    }


def gradescope(name: str, work: bytes) -> Files:
    """A folder in which a folder for each submission lies, and who submitted it."""
    return {
        "assignment_123_export/submission_metadata.yml": MANIFEST.encode(),
        f"assignment_123_export/submission_95/{name}.ipynb": work,
        f"assignment_123_export/submission_96/src/{name}.ipynb": work,
        "assignment_123_export/submission_96/src/helpers.py": b"x = 1\n",
        "assignment_123_export/submission_97/homework.pdf": PDF,
    }


def google(name: str, work: bytes) -> Files:
    """Copies that Google Classroom made for each student."""
    return {
        f"Ada Lovelace - {name}.ipynb": work,
        f"Copy of Grace Hopper - {name}.ipynb": work,
        "Grace Hopper - helpers.py": b"x = 1\n",
        "Zoë Müller - homework.pdf": PDF,
    }


def github(name: str, work: bytes) -> Files:
    """Clones of repositories, as `gh classroom clone student-repos` makes them."""
    files = {
        f"training-submissions/training-ada/{name}.ipynb": work,
        f"training-submissions/training-grace-h/{name}.ipynb": work,
        "training-submissions/training-grace-h/helpers.py": b"x = 1\n",
        "training-submissions/training-zoe/homework.pdf": PDF,
    }
    return files | {f"training-submissions/training-{user}/.git/config": b"" for user in ("ada", "grace-h", "zoe")}


PLATFORMS: dict[str, Callable[[str, bytes], Files]] = {
    "canvas": canvas, "moodle": moodle, "moodle flat": moodle_flat, "blackboard": blackboard, "gradescope": gradescope,
    "google": google, "github": github,
}  # fmt: skip


def folder(files: Files, to: Path) -> Path:
    """The files in a folder."""
    for name, data in files.items():
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        (to / name).write_bytes(data)
    return to


def zipped(files: Files, to: Path) -> Path:
    """The files in a zip archive."""
    to.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return to
