"""Who is in the class: a table of any platform's, whose columns are known by their titles."""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from autograder.course.errors import UsageError

MAX_BYTES: Final = 20 << 20

COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "id": (
        "canvas user id", "id", "student id", "sid", "user id", "userid", "lms user id", "id number", "student number",
        "matriculation number", "matrikelnummer", "identifier", "roster identifier", "sis user id",
    ),
    "name": ("name", "student", "student name", "full name", "display name", "user", "vollständiger name"),
    "first": ("first name", "firstname", "given name", "vorname"),
    "last": ("last name", "lastname", "surname", "family name", "nachname"),
    "email": ("email", "email address", "e mail", "mail", "e mail adresse"),
    "login": ("username", "user name", "login", "login id", "github username", "sis login id", "sis user id"),
}  # fmt: skip
"""Titles of columns, in lower case and with spaces alone, by what they hold: the first that is there counts."""


@dataclass(frozen=True)
class Person:
    """Somebody in the class."""

    name: str
    id: str = ""
    email: str = ""
    login: str = ""
    row: Mapping[str, str] = field(default_factory=dict)
    """All that the table says, by the titles of its columns."""

    @property
    def ids(self) -> set[str]:
        """All by which a platform may know them, folded: ids, user names, e-mail with and without its domain."""
        found = {self.id, self.email, self.email.partition("@")[0]}
        found |= {value.strip() for title, value in self.row.items() if _plain(title) in _IDENTIFYING}
        found |= {identity.rpartition(" ")[2] for identity in found}  # Moodle's `Participant 123`
        return {_folded(identity) for identity in found if identity}

    @property
    def names(self) -> set[str]:
        """The name as platforms write it: forwards, backwards, and squeezed as Canvas does."""
        words = self.name.split()
        turned = {" ".join([*words[place:], *words[:place]]) for place in range(len(words))}
        return {squeezed(name) for name in turned}


_IDENTIFYING: Final = {title for kind in ("id", "login", "email") for title in COLUMNS[kind]}


def _folded(identity: str) -> str:
    return identity.strip().casefold()


def squeezed(name: str) -> str:
    """A name as Canvas puts it into a file's name: letters and digits alone, in lower case."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", name)).casefold()


@dataclass(frozen=True)
class Roster:
    """The class, in the table's order."""

    people: Sequence[Person]
    said: str
    """Which column was taken for what."""
    text: str
    """The table, as it was."""

    @cached_property
    def _by_id(self) -> Mapping[str, list[int]]:
        return _index(self.people, lambda person: person.ids)

    @cached_property
    def _by_name(self) -> Mapping[str, list[int]]:
        return _index(self.people, lambda person: person.names)

    def place(self, name: str, identity: str = "") -> int | None:
        """Who of the people has that name or id, where one alone fits: name and id, else the name, else the id.

        A platform's id may be another's in the table, so that a name is surer.
        """
        named = self._by_name.get(squeezed(name), [])
        known = self._by_id.get(_folded(identity), []) or self._by_id.get(_folded(name), [])
        both = [place for place in named if place in known]
        return next((fitting[0] for fitting in (both, named, known) if len(fitting) == 1), None)

    def person(self, name: str, identity: str = "") -> Person | None:
        """Who of the people has that name or id, where one alone fits."""
        place = self.place(name, identity)
        return None if place is None else self.people[place]

    def missing(self, there: Iterable[tuple[str, str]]) -> list[Person]:
        """Those who are not among these names and ids."""
        places = {self.place(name, identity) for name, identity in there}
        return [person for place, person in enumerate(self.people) if place not in places]


def _index(people: Sequence[Person], keys: Callable[[Person], set[str]]) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, person in enumerate(people):
        for key in keys(person):
            found.setdefault(key, []).append(place)
    return found


def read(path: Path) -> Roster:
    """The roster in a table with a line of titles; who stands there twice is one.

    Raises UsageError where no column can be taken for id or name, a quote swallows lines, or two people have one id.
    """
    try:
        data = path.read_bytes()[: MAX_BYTES + 1]
    except OSError as error:
        raise UsageError(f"--roster {path}: {error.strerror}.") from None
    if len(data) > MAX_BYTES:
        raise UsageError(f"--roster {path}: it is larger than {MAX_BYTES >> 20} MB.")
    if data.startswith(b"PK"):
        raise UsageError(f"--roster {path}: it is a workbook of Excel's, whatever its name says; save it there as CSV.")
    text = _decoded(data)
    try:
        rows = _rows(text)
    except _OpenQuoteError as error:
        raise UsageError(
            f'--roster {path}: line {error} has a quote (") that is never closed, so what follows would be lost; mend it.'
        ) from None
    titles = [title.strip() for title in rows[0]] if rows else []
    columns = {kind: title for kind in COLUMNS if (title := _column(kind, titles))}
    if not {"id", "name", "last", "login", "email"} & columns.keys():
        raise UsageError(
            f"--roster {path}: its first line names no column for a student's id or name, such as `id,name,email`."
        )
    people = [
        person for row in rows[1:] if (person := _person(dict(zip(titles, row, strict=False)), columns)) is not None
    ]
    try:
        people = _each_once(people)
    except _SharedError as error:
        raise UsageError(f"--roster {path}: {error}; give each their own.") from None
    said = ", ".join(f"{kind} from {title!r}" for kind, title in columns.items())
    return Roster(people, f"Roster: {len(people)} students; {said}.", text)


def _decoded(data: bytes) -> str:
    for encoding in ("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


class _OpenQuoteError(Exception):
    """A quote that opens in the line that the message names and is not closed where it should be."""


def _rows(text: str) -> list[list[str]]:
    """The rows that hold anything. Raises _OpenQuoteError."""
    text = text.removeprefix("\ufeff").replace("\0", "")
    first, skipped = text.partition("\n")[0], 0
    if told := re.fullmatch(r'"?sep=(.)"?', first.strip(" \r")):  # as Excel writes and wants it
        text, skipped = text.partition("\n")[2], 1
    delimiter = told[1] if told else max(",;\t", key=first.count)
    found, rows = [], csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for row in rows:
            found.append(row)
            line = rows.line_num + 1
    except csv.Error as error:
        if rows.line_num > line or "unexpected end" in str(error):
            raise _OpenQuoteError(line + skipped) from None
        try:  # a quote in a cell, of no consequence
            found = [*csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
        except csv.Error:
            return []
    return [row for row in found if any(cell.strip() for cell in row)]


class _SharedError(Exception):
    """An id or a user name of two people. The message is for people."""


def _each_once(people: Iterable[Person]) -> list[Person]:
    """The people, each of them once. Raises _SharedError where two of them have an id or user name in common."""
    found: list[Person] = []
    owners: dict[tuple[str, str], Person] = {}
    for person in people:
        keys = [(kind, value) for kind, value in (("id", person.id), ("user name", person.login)) if value]
        keys = keys or [("row", repr(person.row))]
        others = [(kind, key, owners[kind, _folded(key)]) for kind, key in keys if (kind, _folded(key)) in owners]
        for kind, key, other in others:
            if squeezed(other.name) != squeezed(person.name):
                raise _SharedError(f"{other.name} and {person.name} have the same {kind}, {key}")
        if not others:
            found.append(person)
        owners |= {(kind, _folded(key)): person for kind, key in keys}
    return found


def _plain(title: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", title).casefold().split())


def _column(kind: str, titles: Sequence[str]) -> str:
    plain = {_plain(title): title for title in reversed(titles)}
    return next((plain[wanted] for wanted in COLUMNS[kind] if wanted in plain), "")


def _person(row: dict[str, str], columns: Mapping[str, str]) -> Person | None:
    """The person in a row; None for what is none, such as Canvas's line of possible points."""
    told = {kind: row.get(title, "").strip() for kind, title in columns.items()}
    name = told.get("name", "")
    if "," in name and "name" in columns:  # `Lovelace, Ada`, as gradebooks sort
        last, _, first = name.partition(",")
        name = f"{first.strip()} {last.strip()}".strip()
    name = name or f"{told.get('first', '')} {told.get('last', '')}".strip()
    if _plain(name) in ("points possible", "student test", "test student"):
        return None
    identity = told.get("id") or told.get("login") or told.get("email") or ""
    name = name or told.get("login") or told.get("email") or identity
    return Person(name, identity, told.get("email", ""), told.get("login", ""), row) if name else None
