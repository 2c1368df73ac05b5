"""Reads zip archives of strangers: into a folder of ours, within limits. What is left out is named, and nothing is run.

A member's name is only a wish: it becomes a path below the folder, or the member is left out. Sizes are counted as they
are written and not believed, since an archive may say anything of itself.
"""

import os
import re
import stat
import time
import unicodedata
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from autograder.submission.notebook import looks_like

MAX_MEMBERS: Final = 50_000
MAX_TOTAL: Final = 4 << 30
"""Bytes that come out of an archive and of all that lie in it."""
MAX_MEMBER: Final = 512 << 20
MAX_RATIO: Final = 200
"""How many times its packed size a large member may have: text comes to ten or twenty, zeros to a thousand."""
MAX_DEPTH: Final = 3
"""Archives in archives: a class's, a student's in it, and one that was packed twice."""
MAX_FOLDERS: Final = 50
"""Folders in folders."""
_LARGE: Final = 10 << 20
_MAX_DIRECTORY: Final = 16 << 20
"""Bytes of an archive's list of members, which zipfile reads as a whole."""

OTHERS: Final = (".7z", ".rar", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".zst", ".whl")
"""Endings of archives that are not read."""


class ArchiveError(Exception):
    """An archive that is not read. The message is for people."""


@dataclass
class Allowance:
    """What may still come out of an archive and of those in it."""

    members: int = MAX_MEMBERS
    total: int = MAX_TOTAL
    taken: int = 0

    def take(self, size: int) -> None:
        """Counts bytes that were written. Raises ArchiveError when there are too many."""
        self.taken += size
        if self.taken > self.total:
            raise ArchiveError(f"it unpacks to more than {self.total >> 20} MB")


def ignored(name: str) -> bool:
    """Whether a file or folder of that name is a tool's own, and nobody's work."""
    return name.startswith(".") or name.lower() in _TOOLS


_TOOLS: Final = {
    "__macosx", "__pycache__", "thumbs.db", "desktop.ini", "venv", "env", "node_modules", "site-packages"
}  # fmt: skip


def unpack(path: Path, to: Path, allowance: Allowance) -> dict[Path, str]:
    """Unpacks a zip archive into a new folder; gives back where the members would be that were left out, and why.

    Raises ArchiveError for what is no archive, or holds more than is allowed.
    """
    try:
        with path.open("rb") as file:
            _refuse_long_lists(file)
            with zipfile.ZipFile(file) as archive:
                members = archive.infolist()
                if len(members) > allowance.members:
                    raise ArchiveError(f"it holds more than {allowance.members} files")
                to.mkdir(parents=True)
                return _unpack(archive, members, to, allowance)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise ArchiveError(_reason(error, _kind(path))) from None


def _kind(path: Path) -> str:
    """What a file is that is no zip archive."""
    with suppress(OSError), path.open("rb") as file:
        head = file.read(512)
        if not head.startswith(b"PK") and (kind := looks_like(head)):
            return f"it is {kind}, whatever its name says; unpack it, or hand in a zip archive"
    return "it is no whole zip archive"


def _refuse_long_lists(file: object) -> None:
    # zipfile makes an object of each entry before anybody can count them.
    record = zipfile._EndRecData(file)  # type: ignore[attr-defined]
    if record and record[5] > _MAX_DIRECTORY:
        raise ArchiveError(f"it holds more than {MAX_MEMBERS} files")


def _unpack(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], to: Path, allowance: Allowance
) -> dict[Path, str]:
    left_out: dict[Path, str] = {}
    taken: set[str] = set()
    for member in members:
        place = PurePosixPath(_name(member).replace("\\", "/"))
        safe = [part for part in place.parts if part not in ("/", "//", "..") and not re.fullmatch("[A-Za-z]:", part)]
        path = to.joinpath(*("".join(letter if letter.isprintable() else "_" for letter in part) for part in safe))
        if any(map(ignored, safe)) or member.is_dir() or member.filename.endswith("\\"):
            continue
        folded = unicodedata.normalize("NFC", str(path)).casefold()
        if why := "another file has the same name" if folded in taken else _refusal(member, place):
            left_out[path] = why
            continue
        taken.add(folded)
        try:
            _write(archive, member, path, allowance)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError) as error:
            left_out[path] = _reason(error, "it cannot be unpacked")
    return left_out


def _reason(error: Exception, otherwise: str) -> str:
    return str(error.strerror) if isinstance(error, OSError) and error.strerror else otherwise


def _name(member: zipfile.ZipInfo) -> str:
    """The member's name; macOS writes UTF-8 without saying so."""
    if not member.flag_bits & 0x800:
        with suppress(UnicodeError):
            return member.filename.encode("cp437").decode("utf-8")
    return member.filename


def _refusal(member: zipfile.ZipInfo, place: PurePosixPath) -> str:
    """Why a member is not unpacked; nothing if it is."""
    kind = stat.S_IFMT(member.external_attr >> 16)
    if place.is_absolute() or ".." in place.parts or re.match(r"[A-Za-z]:", str(place)):
        return "its path leads out of the archive"
    if not 0 < len(place.parts) <= MAX_FOLDERS:
        return "its path is too deep" if place.parts else "it has no name"
    if kind == stat.S_IFLNK:
        return "it is a link; pack the file itself"
    if kind not in (0, stat.S_IFREG):
        return "it is no ordinary file"
    if member.flag_bits & 0x1:
        return "it is locked with a password"
    if member.file_size > MAX_MEMBER:
        return f"it is larger than {MAX_MEMBER >> 20} MB"
    if member.file_size > max(_LARGE, MAX_RATIO * member.compress_size):
        return f"it unpacks to more than {MAX_RATIO} times its size"
    return ""


def _write(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path, allowance: Allowance) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with archive.open(member) as packed, path.open("xb") as file:
            while data := packed.read(1 << 20):
                allowance.take(len(data))
                file.write(data)
    except BaseException:
        path.unlink(missing_ok=True)  # half a file is none
        raise
    with suppress(ValueError, OverflowError, OSError):  # when it was saved tells which of two is the newer
        moment = time.mktime((*member.date_time, 0, 0, -1))
        os.utime(path, (moment, moment))
