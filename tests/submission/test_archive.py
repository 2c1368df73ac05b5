"""Archives of strangers: within limits, below their folder, and each thing that is left out in a sentence."""

from __future__ import annotations

import stat
import struct
import zipfile
from pathlib import Path

import pytest
from downloads import zipped
from helpers import ROOT

from autograder.course.assignment import Course
from autograder.course.errors import UsageError
from autograder.submission.archive import Allowance, ArchiveError, unpack
from autograder.submission.find import find

NAME = "06_training_loop"


def written(tmp_path: Path) -> list[str]:
    """Every file that lies anywhere but where it was put."""
    return sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file())


def made(to: Path, *members: tuple[zipfile.ZipInfo | str, bytes]) -> Path:
    """An archive with just these members."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return to


def member(name: str, kind: int) -> zipfile.ZipInfo:
    """A member that says it is of a kind: a link, a device."""
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, (kind | 0o644) << 16
    return info


LEADS_OUT = "its path leads out of the archive"
HOSTILE: dict[str, tuple[zipfile.ZipInfo | str, str, str]] = {
    "upwards": ("../../evil.ipynb", "evil.ipynb", LEADS_OUT),
    "upwards, later": ("a/../../evil.ipynb", "a/evil.ipynb", LEADS_OUT),
    "absolute": ("/tmp/evil.ipynb", "tmp/evil.ipynb", LEADS_OUT),
    "backslashes": ("..\\..\\evil.ipynb", "evil.ipynb", LEADS_OUT),
    "a drive": ("C:\\evil.ipynb", "evil.ipynb", LEADS_OUT),
    "a link": (member("evil.ipynb", stat.S_IFLNK), "evil.ipynb", "it is a link; pack the file itself"),
    "a device": (member("evil.ipynb", stat.S_IFCHR), "evil.ipynb", "it is no ordinary file"),
    "a pipe": (member("evil.ipynb", stat.S_IFIFO), "evil.ipynb", "it is no ordinary file"),
    "folders in folders": ("a/" * 1500 + "evil.ipynb", "a/" * 1500 + "evil.ipynb", "its path is too deep"),
    "a long name": ("x" * 300 + ".ipynb", "x" * 300 + ".ipynb", "File name too long"),
}


@pytest.mark.parametrize(("name", "place", "why"), HOSTILE.values(), ids=HOSTILE)
def test_no_member_leaves_its_place(tmp_path: Path, name: zipfile.ZipInfo | str, place: str, why: str) -> None:
    """It is left out and named, with the reason; nothing is written outside, and the others come."""
    archive = made(tmp_path / "x.zip", (name, b"/etc/passwd"), ("good.ipynb", b"{}"))
    assert {tmp_path / "in" / "to" / place: why} == unpack(archive, tmp_path / "in" / "to", Allowance())
    assert ["in/to/good.ipynb", "x.zip"] == written(tmp_path)


def test_a_backslash_is_a_folder(tmp_path: Path) -> None:
    """As old Windows programs pack."""
    assert {} == unpack(made(tmp_path / "x.zip", ("a\\b.ipynb", b"{}")), tmp_path / "to", Allowance())
    assert ["to/a/b.ipynb", "x.zip"] == written(tmp_path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_two_of_one_name_the_first_stays(tmp_path: Path) -> None:
    """Doubles are named, and also names that only some file systems tell apart."""
    names = ("a.ipynb", "a.ipynb", "A.ipynb", "x/../a.ipynb")
    archive = made(tmp_path / "x.zip", *((name, name.encode() + b"%d" % place) for place, name in enumerate(names)))
    left_out = unpack(archive, tmp_path / "to", Allowance())
    assert {"a.ipynb", "A.ipynb", "x/a.ipynb"} == {str(path.relative_to(tmp_path / "to")) for path in left_out}
    assert b"a.ipynb0" == (tmp_path / "to" / "a.ipynb").read_bytes()


def test_a_password_is_named(tmp_path: Path) -> None:
    """An encrypted file cannot be read, and says so."""
    archive = made(tmp_path / "x.zip", ("a.ipynb", b"{}"))
    data = bytearray(archive.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    archive.write_bytes(data)
    assert ["it is locked with a password"] == [*unpack(archive, tmp_path / "to", Allowance()).values()]


def test_a_bomb_does_not_go_off(tmp_path: Path) -> None:
    """What unpacks to a thousand times its size is left out, whether it says so or not, and all together has a bound."""
    archive = made(tmp_path / "x.zip", ("a.ipynb", bytes(50 << 20)), ("b.ipynb", b"{}"))
    assert ["it unpacks to more than 200 times its size"] == [*unpack(archive, tmp_path / "1", Allowance()).values()]
    data = bytearray(archive.read_bytes())
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 100)  # it lies about its size
    archive.write_bytes(data)
    assert ["it cannot be unpacked"] == [*unpack(archive, tmp_path / "2", Allowance()).values()]
    assert ["1/b.ipynb", "2/b.ipynb", "x.zip"] == written(tmp_path)
    many = made(tmp_path / "y.zip", *((f"{n}.ipynb", b"ab" * 500) for n in range(20)))
    with pytest.raises(ArchiveError, match="it unpacks to more than 0 MB"):
        unpack(many, tmp_path / "3", Allowance(total=10_000))


def test_a_hundred_thousand_members_are_too_many(tmp_path: Path) -> None:
    """They are counted before any is unpacked."""
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for number in range(100_000):
            archive.writestr(str(number), b"")
    with pytest.raises(ArchiveError, match="it holds more than 50000 files"):
        unpack(tmp_path / "x.zip", tmp_path / "to", Allowance())
    with pytest.raises(UsageError, match=r"x\.zip cannot be read: it holds more than 50000 files"):
        find([tmp_path / "x.zip"], NAME)
    assert ["x.zip"] == written(tmp_path)


def test_ten_archives_in_one_another_are_not_opened(tmp_path: Path) -> None:
    """Three are; the student is named with the reason."""
    data = b"{}"
    name = f"{NAME}.ipynb"
    for depth in range(10):
        data = zipped({name: data}, tmp_path / "inner" / f"{depth}.zip").read_bytes()
        name = f"{depth}.zip"
    given = zipped({"ada/hw.zip": data, "bob/x.py": b""}, tmp_path / "class.zip")
    problems = {item.student: item.problem for item in find([given], NAME)}
    assert "was not opened: an archive in an archive" in problems["ada"]
    assert "" == problems["bob"]


def test_names_in_other_encodings_are_readable(tmp_path: Path) -> None:
    """A Mac writes UTF-8 without saying so."""
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("Zoe.ipynb", b"{}")
    data = (tmp_path / "x.zip").read_bytes().replace(b"Zoe.ipynb", "Zo\u00eb.ipyn".encode())
    (tmp_path / "x.zip").write_bytes(data)
    unpack(tmp_path / "x.zip", tmp_path / "to", Allowance())
    assert ["to/Zo\u00eb.ipyn", "x.zip"] == written(tmp_path)


NO_WHOLE = "it is no whole zip archive"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", NO_WHOLE), (b"PK\x03\x04", NO_WHOLE), (bytes(1000), NO_WHOLE),
        (b"Rar!\x1a", "it is a RAR archive, whatever its name says; unpack it, or hand in a zip archive"),
        (b"%PDF-1.7", "it is a PDF document, whatever its name says"),
    ],
)  # fmt: skip
def test_what_is_no_archive_is_said(tmp_path: Path, data: bytes, says: str) -> None:
    """A class's archive that cannot be read ends the command; a student's is the student's problem."""
    (tmp_path / "class").mkdir()
    path = tmp_path / "class" / "ada.zip"
    path.write_bytes(data)
    with pytest.raises(UsageError, match=rf"ada\.zip cannot be read: {says}"):
        find([path], NAME)
    (found,) = find([tmp_path / "class"], NAME)
    assert ("ada", True) == (found.student, f"ada.zip cannot be read: {says}" in found.problem)


def test_who_handed_in_what_is_left_out_is_named(tmp_path: Path) -> None:
    """A link in a class's archive costs its student the grade, with a reason, and nobody is dropped."""
    archive = made(
        tmp_path / "x.zip",
        ("Ada Lovelace_1_assignsubmission_file_/06_training_loop.py", b"x = 1"),
        (member("Bob Builder_2_assignsubmission_file_/06_training_loop.py", stat.S_IFLNK), b"/etc/passwd"),
        ("../evil.py", b"x = 1"),
    )
    found = {item.student: item.problem for item in find([archive], NAME, course=Course(ROOT))}
    assert {"Ada Lovelace", "Bob Builder", "evil"} == set(found)
    assert "" == found["Ada Lovelace"]
    assert "was left out: it is a link" in found["Bob Builder"]
    assert f"was left out: {LEADS_OUT}" in found["evil"]
