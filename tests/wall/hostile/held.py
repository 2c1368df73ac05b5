"""The wall, its secrets and its honest neighbours; and what must hold whatever a case does, I1 to I9."""

from __future__ import annotations

import base64
import codecs
import ctypes
import hashlib
import json
import os
import re
import resource
import secrets
import shutil
import stat
import struct
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from case import HERE, MEBIBYTE, NAME, TASKS, Case, source

from autograder.grading import batch, workers
from autograder.reports import class_report, csv_table, prose, terminal
from autograder.result import Outcome, Result, Usage
from autograder.submission.find import Found, find, handed_in
from autograder.wall.sandbox import EVERYTHING, Deadlines, Job


@dataclass(frozen=True)
class Graded:
    """What became of a submission, with all that is written or printed about it."""

    result: Result
    files: dict[str, bytes]
    faults: list[str]
    seconds: float

    @property
    def texts(self) -> dict[str, bytes]:
        """Everything that a person could read, and the record."""
        shown = {
            "terminal": terminal.render(self.result, color=True),
            "line": terminal.line(self.result),
            "index.html": class_report.render([self.result], NAME),
            "results.csv": csv_table.render([self.result]),
            "faults": "\n".join(self.faults),
        }
        return self.files | {name: text.encode(errors="surrogatepass") for name, text in shown.items()}

    @property
    def plain(self) -> dict[str, bytes]:
        """The files without what grading took, which is never twice the same."""
        return self.files | {"result.json": replace(self.result, usage=Usage()).to_json().encode()}

    @property
    def printed(self) -> str:
        """What the cells printed."""
        book = json.loads(self.files.get("notebook.ipynb", b'{"cells": []}'))
        outputs = [output for cell in book["cells"] for output in cell.get("outputs", [])]
        return "\n".join("".join(o.get("text") or o.get("data", {}).get("text/plain", "")) for o in outputs)


_ADOPT = 36  # PR_SET_CHILD_SUBREAPER


class Wall:
    """The course, its secrets, the honest neighbours, and two warm graders: behind the wall and without it."""

    def __init__(self, root: Path):
        self.root = root
        self.threads = torch.get_num_threads()
        self.secret = f"{secrets.randbelow(8 * 10**6) + 10**6}.{secrets.randbelow(9000) + 1000}7"
        kinds = "environ label other memory home cache".split()
        self.tokens = {kind: secrets.token_hex(12) for kind in kinds}
        self.memory = bytearray(self.tokens["memory"].encode())  # in the parent's memory, and only there
        self.course = root / "course"
        shutil.copytree(HERE / "course", self.course, ignore=shutil.ignore_patterns("__pycache__"))
        labels = self.course / "solutions" / NAME / "labels.txt"
        labels.write_text(f"{self.secret} {self.tokens['label']}\n")
        home, canaries = root / "home", root / "canaries"
        for folder in (home, *(canaries / name for name in ("ada", "bob"))):
            folder.mkdir(parents=True)
        (home / ".netrc").write_text(self.tokens["home"])
        for name in ("ada", "bob"):
            (canaries / name / f"{NAME}.py").write_text(
                f"{source()}\n# %%\n# {self.tokens['other']}\nscale(torch.ones(2))\n"
            )
        self.canaries = find([canaries], NAME)
        self.places = {
            "LABELS": labels, "HIDDEN": labels.with_name("test_hidden.py"), "COURSE": self.course, "ROOT": root,
            "OTHER": canaries / "ada" / f"{NAME}.py", "CACHE": home / ".cache" / "autograder", "HOME": home,
            "MARKER": root / "marker", "PACKAGES": Path(torch.__file__).parents[1],
        }  # fmt: skip
        self.settings = {
            protected: workers.Setting(self.course, NAME, "wall", protected) for protected in (True, False)
        }
        self.graders = {protected: setting.grader() for protected, setting in self.settings.items()}
        for grader in self.graders.values():
            grader.sandbox.RECYCLE = 10**6  # type: ignore[misc]  # each server shall see all cases
        self.baseline: dict[tuple[bool, str], Graded] = {}
        self.unpickled = 0
        sys.addaudithook(self._audit)

    def _audit(self, event: str, _: object) -> None:
        self.unpickled += event == "pickle.find_class"

    def __enter__(self) -> Wall:
        """The wall, warm. This process adopts whatever loses its parent, so that nothing can hide."""
        ctypes.CDLL(None).prctl(_ADOPT, 1, 0, 0, 0)
        torch.set_num_threads(1)
        with self.at_home():
            self.open()
        return self

    def __exit__(self, *_: object) -> None:
        for grader in self.graders.values():
            grader.sandbox.close()
        workers._graders.clear()
        torch.set_num_threads(self.threads)
        ctypes.CDLL(None).prctl(_ADOPT, 0, 0, 0, 0)

    @contextmanager
    def at_home(self) -> Iterator[None]:
        """In this block the process has a home and an environment with secrets in them."""
        before = dict(os.environ)
        os.environ.update(HOME=str(self.places["HOME"]), AUTOGRADER_TOKEN=self.tokens["environ"])
        os.environ.pop("XDG_CACHE_HOME", None)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)

    def open(self) -> None:
        """Starts the servers, makes the references and grades the honest neighbours as they are without any case."""
        for protected, grader in self.graders.items():
            with workers.workers(self.settings[protected], 1) as executor:
                workers._graders.clear()
                workers._graders.update({self.settings[p]: g for p, g in self.graders.items()})
                workers.prepare(executor, self.settings[protected])
            for canary in self.canaries * 3:  # with its fifth child a server is as it will be: it has practised
                self.baseline[protected, canary.student] = self.grade(canary, protected)
        (self.places["CACHE"] / "token").write_text(self.tokens["cache"])
        where = self.root / "where" / "case" / f"{NAME}.py"
        where.parent.mkdir(parents=True)
        where.write_text("import os\nprint('at', os.getcwd())")
        found = re.search(r"at (\S+)", self.grade(find([where.parents[1]], NAME)[0], True).printed)
        assert found
        self.scratches = Path(found[1]).parent
        quickest = min(self.grade(self.canaries[0], True).seconds for _ in range(3))
        self.slowness = min(max(quickest / 0.3, 1.0), 6.0)

    def grade(self, found: Found, protected: bool, deadlines: Deadlines | None = None) -> Graded:
        """Grades one submission on the way that every submission takes."""
        setting = self.settings[protected]
        workers._graders.update({self.settings[p]: g for p, g in self.graders.items()})
        self.graders[protected].sandbox.deadlines = deadlines or Deadlines()
        began = time.monotonic()
        with self.at_home():
            done = batch._grade(setting, handed_in(found))
        return Graded(done.result, done.files, done.faults, time.monotonic() - began)

    def neighbour(self, protected: bool) -> Graded:
        """One of the honest submissions, the other one each time."""
        self.canaries.reverse()
        return self.grade(self.canaries[0], protected)

    def server(self, protected: bool) -> int:
        """The warm server; started anew where another test's command of this process has put it away.

        It has at once what it would have from its fiftieth child on.
        """
        server = self.graders[protected].sandbox._ready(Job([]))
        server.want(EVERYTHING)
        return server.pid

    def filled_in(self, text: str) -> str:
        """The text with what an attacker is given for free: where things are, and which processes there are."""
        numbers = {"PARENT": os.getpid(), "SERVER": self.server(True)}
        for name, value in {**self.places, **numbers}.items():
            text = text.replace(f"@{name}@", str(value))
        return text

    # ------------------------------------------------------------------------------------ what holds whatever happens

    def state(self) -> dict[str, Any]:
        """What no case may change."""
        servers = [self.server(protected) for protected in (True, False)]
        return {
            "files": {str(it): fingerprint(it) for it in everything(self.root, but=("cases",))},
            "packages": {str(it): fingerprint(it, deep=False) for it in sample_of_packages()},
            "scratch folders": sorted(
                it.name for it in self.scratches.iterdir() if it.is_dir() and it.name.startswith("tmp")
            ),
            "processes": sorted(children(os.getpid())),
            "children of the servers": [children(server) for server in servers],
            "threads of the servers": [len(os.listdir(f"/proc/{server}/task")) for server in servers],
            "descriptors": len(os.listdir("/proc/self/fd")),
            "descriptors of the servers": [len(os.listdir(f"/proc/{server}/fd")) for server in servers],
            "own limits": [resource.getrlimit(it) for it in (resource.RLIMIT_NOFILE, resource.RLIMIT_CPU)],
            "own priority": (os.getpriority(os.PRIO_PROCESS, 0), os.sched_getaffinity(0), os.getpgrp(), os.umask(0o22)),
            "shared memory": sorted(ipc_objects()),
        }

    def assert_held(self, case: Case, graded: Graded, source: str, protected: bool) -> None:
        """I1, I3, I6, I7 and I8 for one graded case."""
        result = graded.result
        got = {task: (_code(result, task), sum(c.points for c in result.checks if c.task == task)) for task in TASKS}
        why = {check.name: check.rationale for check in result.checks if check.rationale}
        assert dict(case.expect) == got, f"I1: {why} {[(c.index, c.code, c.error) for c in result.cells if c.error]}"
        assert sum(points for _, points in case.expect.values()) == (result.score or 0.0), "I1: the sum"
        assert Result.from_json(graded.files["result.json"].decode()) == result, "the result can be read again"
        for name, text in graded.texts.items():
            self.assert_no_secret(name, text)
        assert graded.seconds < case.within * self.slowness, f"I6: {graded.seconds} s"
        if all(check.outcome is not Outcome.ERROR for check in result.checks):
            assert graded.faults == [] or "notebook.ipynb" not in graded.files, f"I6: {graded.faults}"
        for check in result.checks:
            assert (check.outcome is Outcome.ERROR) == (check.code == "GRADER_FAULT"), "I8"
            if check.code not in ("OK", "SKIPPED"):
                assert check.rationale, "I7: every failure has a sentence"
                self.assert_sentence(check.rationale, source)
        reasons = [result.ungraded.reason] if result.ungraded else []
        for sentence in [*(cell.error for cell in result.cells), *result.notes, *reasons]:
            self.assert_sentence(sentence, source)
        assert result.protection == ("full" if protected else "none")
        assert_page(graded.files["feedback.html"].decode())
        assert_page(class_report.render([result], NAME))
        assert not re.search(
            r"[^\x20-\x7e\n]", re.sub(r"\x1b\[[\d;]*m", "", ascii_of(terminal.render(result, color=True)))
        )
        assert "\n" not in terminal.line(result), "one line"
        if case.says:
            said = [c.rationale for c in result.checks if c.code not in ("OK", "SKIPPED")]
            said += [result.ungraded.reason] if result.ungraded else []
            assert any(re.search(case.says, it) for it in said), f"says {said}"
        prints = case.locked if protected and case.locked else case.prints
        if prints:
            assert re.search(prints, graded.printed), f"prints {graded.printed[-2000:]}"
        if case.note:
            assert any(re.search(case.note, it) for it in result.notes), f"notes {result.notes}"

    def assert_no_secret(self, name: str, text: bytes) -> None:
        """I3: in no file, as itself or thinly veiled."""
        for kind, token in {**self.tokens, "expected": self.secret[:-1]}.items():
            for form in veiled(token):
                assert form not in text, f"I3: {kind} in {name}"
        assert struct.pack("d", float(self.secret)) not in text, f"I3: expected in {name}"

    def assert_sentence(self, sentence: str, source: str) -> None:
        """I7: short, plain, and nothing of this machine or of our insides, save what the case itself wrote."""
        assert len(sentence.encode(errors="surrogatepass")) <= 2048, f"I7: {len(sentence)} characters"
        assert all(letter.isprintable() for letter in sentence), f"I7: {sentence!r}"
        inside = [
            str(self.root),
            str(self.scratches),
            sys.prefix,
            "site-packages",
            "/usr/lib",
            "Traceback",
            "autograder.",
        ]
        for part in inside:
            assert part not in sentence or part in source, f"I7: {part} in {sentence!r}"
        for number in (os.getpid(), self.server(True)):
            assert not re.search(rf"(?<!\d){number}(?!\d)", sentence), f"I7: {number} in {sentence!r}"


def _code(result: Result, task: str) -> str:
    """The code of the first check of a task that did not pass; of all tasks, where nothing was graded."""
    if result.ungraded:
        return result.ungraded.code
    return next((c.code for c in result.checks if c.task == task and c.outcome is not Outcome.PASSED), "OK")


def veiled(token: str) -> Iterator[bytes]:
    """A secret and the simplest ways to hide it in a text."""
    data = token.encode()
    yield from (data, data[::-1], data.hex().encode(), data[::-1].hex().encode(), token.upper().encode())
    yield from (token.encode("utf-16-le"), codecs.encode(token, "rot13").encode(), ",".join(map(str, data)).encode())
    for shift in range(3):  # base64 depends on where in the text the secret begins; its edges mix with what is around
        yield base64.b64encode(bytes(shift) + data)[4:-4]


def fingerprint(path: Path, *, deep: bool = True) -> tuple[Any, ...]:
    status = path.lstat()
    content = hashlib.sha256(path.read_bytes()).hexdigest() if deep and stat.S_ISREG(status.st_mode) else ""
    return (
        status.st_mode,
        status.st_uid,
        status.st_nlink if stat.S_ISREG(status.st_mode) else 0,
        status.st_mtime_ns,
        content,
    )


def everything(root: Path, *, but: tuple[str, ...] = ()) -> Iterator[Path]:
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name not in but]
        yield from (Path(folder, name) for name in [*folders, *files])


def sample_of_packages() -> Iterator[Path]:
    """The places where poison would be laid: path files, site hooks, and packages that every submission uses."""
    packages = Path(torch.__file__).parents[1]
    yield packages
    for folder in (packages, packages / "torch" / "nn", packages / "numpy" / "lib", packages / "IPython" / "core"):
        yield from (it for it in folder.iterdir() if it.is_file())
    home = Path("~root" if os.geteuid() == 0 else "~").expanduser()
    yield from (it for name in (".bashrc", ".profile", ".config/matplotlib") if (it := home / name).exists())


def children(pid: int) -> list[int]:
    """The processes whose parent this is, zombies included."""
    found = []
    for entry in os.listdir("/proc"):
        with suppress(OSError, ValueError):
            fields = Path("/proc", str(int(entry)), "stat").read_text().rpartition(")")[2].split()
            if int(fields[1]) == pid:
                found.append(int(entry))
    return found


def ipc_objects() -> Iterator[str]:
    """What this user holds of the machine's shared memory, semaphores and queues."""
    for kind in ("shm", "sem", "msg"):
        with suppress(OSError):
            head, *lines = (line.split() for line in Path("/proc/sysvipc", kind).read_text().splitlines())
            mine = (line for line in lines if line[head.index("uid")] == str(os.geteuid()))
            yield from (f"{kind} {line[1]}" for line in mine)
    yield from (name for name in os.listdir("/dev/shm") if re.fullmatch(r"autograder-\d+", name))


def rss(pid: int | str = "self") -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()


def ascii_of(text: str) -> str:
    """Printable letters of any script stand for themselves: what is looked for are the others."""
    return "".join("." if ord(letter) > 126 and letter.isprintable() else letter for letter in text)


_TAGS = {*"html head meta title style body header div svg rect main footer text line path nav label input".split()}
_TAGS |= prose.TAGS | prose.MATH.keys()
_SCRIPT = f"<script>{Path(class_report.__file__).with_suffix('.js').read_text().rstrip()}</script>"


def assert_page(page: str) -> None:
    """A page that opens clean: our own tags and script only, no handler, no stray control character, not huge."""
    page = page.replace(_SCRIPT, "")
    assert set(re.findall(r"<([a-zA-Z][\w-]*)", page)) <= _TAGS
    assert not re.search(r"<[^>]*\son\w+=|javascript:", page, re.IGNORECASE)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page)
    assert len(page) < 12 * MEBIBYTE
