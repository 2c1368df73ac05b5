"""Copies are found among many honest submissions, however they are dressed up; honest ones are not; nothing is run."""

import ast
import builtins
import random
import re
from pathlib import Path

import pytest

pytest.importorskip("copydetect")

from helpers import command, notebook, said, script
from samples import HOSTILE, Page

from autograder.authoring.release import stub
from autograder.course.assignment import Assignment, find_course
from autograder.grading.reference import laid_over
from autograder.insight import similar
from autograder.reports import similar as report
from autograder.reports.similar import Pair, Side, Similarities
from autograder.result import clean
from autograder.submission.find import Found, find
from autograder.submission.notebook import as_bytes


@pytest.fixture(scope="module")
def training_loop() -> Assignment:
    """A real assignment, with many ways of writing each of its functions."""
    return find_course(Path(__file__)).find("06_training_loop")


# ------------------------------------------------------------------------------------------------------ an honest class


class Style(ast.NodeTransformer):
    """Writes a program as another person would: other statements for the same, and some of one's own in between."""

    def __init__(self, chance: random.Random):
        self.chance = chance

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.stmt:
        if self.chance.random() < 0.5:
            return node
        read = ast.Name(node.target.id) if isinstance(node.target, ast.Name) else node.target
        return ast.Assign([node.target], ast.BinOp(read, node.op, node.value))

    def visit_Return(self, node: ast.Return) -> list[ast.stmt]:
        if node.value is None or self.chance.random() < 0.4:
            return [node]
        return [ast.Assign([ast.Name("result")], node.value), ast.Return(ast.Name("result"))]

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        self.generic_visit(node)
        for part in [one for one in ast.walk(node) if isinstance(one, ast.FunctionDef | ast.For | ast.With)]:
            places = [n for n in range(len(part.body) + 1) if self.chance.random() < 0.4]
            for place in reversed(places):
                part.body.insert(place, ast.parse(aside(self.chance)).body[0])
        return node


def aside(chance: random.Random) -> str:
    """A statement that people put in to see what happens."""

    def expression(depth: int) -> str:
        forms = [
            "{a}.shape[{n}]",
            "len({a})",
            "{a} + {b}",
            "{a} * {n}",
            "({a} - {b}) / {n}",
            "{a}[{n}:]",
            "{a} ** 2 - {b}",
        ]
        forms += [
            "str({a})",
            "{a}.mean(dim={n})",
            "max({a}, {b})",
            "torch.sqrt({a})",
            "{a}.detach().numpy()",
            "not {a}",
        ]
        if depth > 2 or chance.random() < 0.3:
            return chance.choice(["x", "y", "loss", "model", "(3)", "(0.5)", "'text'"])
        form = chance.choice(forms)
        return f"({form.format(a=expression(depth + 1), b=expression(depth + 1), n=chance.randint(0, 9))})"

    form = chance.choice(
        ["print({}, {})", "debug = {} if {} else 0", "assert {} == {}", "seen = [{}, {}]", "note({}).add({})"]
    )
    return ast.unparse(ast.parse(form.format(expression(0), expression(0))))


def honest(assignment: Assignment, chance: random.Random) -> list[str]:
    """The cells of somebody who worked alone: each function in one of the ways that are known, in a style of one's own."""
    cells = ["import torch\nfrom torch import nn"]
    known = [assignment.solution, *(one.source for one in (*assignment.correct, *assignment.misconceptions))]
    for name in ("train_step", "train", "evaluate"):
        ways = [node for text in known for node in ast.parse(text).body if getattr(node, "name", "") == name]
        way = ast.parse(ast.unparse(chance.choice(ways)))
        cells.append(ast.unparse(ast.fix_missing_locations(Style(chance).visit(way))))
        cells.append("\n".join(aside(chance) for _ in range(chance.randint(1, 4))))
    return cells


class Renamed(ast.NodeTransformer):
    """The same program with other names."""

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return node if hasattr(builtins, node.id) or node.id == "torch" else ast.Name(f"my_{node.id}", node.ctx)

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.arg(f"my_{node.arg}")


def copied(cells: list[str], chance: random.Random) -> list[str]:
    """The cells with other names and comments, in another order."""
    made = []
    for cell in cells:
        text = ast.unparse(Renamed().visit(ast.parse(cell)))
        made.append("# all my own work\n" + re.sub(r":$", ":  # here it starts", text, flags=re.MULTILINE))
    return chance.sample(made, len(made))


def hand_in(folder: Path, programs: dict[str, list[str]]) -> list[Found]:
    """The programs as submissions."""
    for student, cells in programs.items():
        script(folder / f"{student}.py", *cells)
    return find([folder], "06_training_loop")


@pytest.fixture(scope="module")
def a_class(training_loop: Assignment, tmp_path_factory: pytest.TempPathFactory) -> Similarities:
    """What is found in a class of 60 with three copies."""
    chance = random.Random(0)
    programs = {f"honest{number:03}": honest(training_loop, chance) for number in range(57)}
    programs |= {f"copy{number}": copied(programs[f"honest{number:03}"], chance) for number in range(3)}
    return similar.compare(training_loop, hand_in(tmp_path_factory.mktemp("class"), programs))


def test_copies_stand_on_top_and_honest_ones_nowhere(a_class: Similarities) -> None:
    """Three copies with other names, comments and order are found among 60; those who worked alone are not listed."""
    found = {frozenset((pair.left.student, pair.right.student)) for pair in a_class.pairs}
    assert {frozenset((f"copy{number}", f"honest{number:03}")) for number in range(3)} == found
    assert (60, {}) == (a_class.compared, a_class.problems)


def test_the_very_same_text_is_listed_however_usual_it_is(training_loop: Assignment, tmp_path: Path) -> None:
    """Where everybody wrote the same lines, only who has every letter of another's is listed."""
    cells = laid_over(training_loop, None)
    programs = {f"like{number}": [*cells, f"mine = {number}"] for number in range(9)}
    found = similar.compare(training_loop, hand_in(tmp_path, programs | {"copy": programs["like3"]}))
    assert [(1.0, "copy", "like3")] == [(pair.score, pair.left.student, pair.right.student) for pair in found.pairs]


HOSTILE_FILES = {
    "nothing": b"",
    "binary.py": bytes(range(256)) * 100,
    "deep.py": b"(" * 500_000,
    "signs.py": b"-" * 500_000 + b"1",
    "quotes.py": b'"' * 499_999,
    "blanks.py": b"match" + b" " * 500_000 + b"x",
    "lines.py": b"match x:\n" + (b"\n" + b"\t" * 20) * 20_000,
    "flags.ipynb": b'{"nbformat": 4, "cells": ' + b"[" * 100_000,
    "dollars.ipynb": b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code", "source": 7}]}',
}


def test_stubs_are_nobodys_copies(training_loop: Assignment, tmp_path: Path) -> None:
    """Who handed in the notebook as it was handed out, or as it is when it was run, copied from nobody."""
    for name in ("ada", "bob", "cleo"):
        (tmp_path / f"{name}.ipynb").write_bytes(as_bytes(stub(training_loop)))
    found = similar.compare(training_loop, find([tmp_path], training_loop.name))
    assert (3, []) == (found.compared, found.pairs)


def test_where_there_is_nothing_the_command_says_so(tmp_path: Path) -> None:
    """An empty folder is refused as `grade` refuses it, and no page is written."""
    (tmp_path / "class").mkdir()
    ran = command("similar", tmp_path / "class", "-a", "06_training_loop", "-o", tmp_path / "x.html")
    assert (2, False) == (ran.returncode, (tmp_path / "x.html").exists())
    assert f"No submission in {tmp_path / 'class'}: expected" in said(ran)


def test_hostile_files_are_named_or_compared_and_none_is_run(training_loop: Assignment, tmp_path: Path) -> None:
    """Deep, binary, huge and broken files cost nobody else the comparison; code that would leave a mark leaves none."""
    mark = tmp_path / "mark"
    folder = tmp_path / "class"
    program = [f"open({str(mark)!r}, 'w').write('run')", *honest(training_loop, random.Random(1))]
    for student in ("ada", "alan"):
        notebook(folder / student / "06_training_loop.ipynb", *program)
    for name, data in HOSTILE_FILES.items():
        (folder / (name if "." in name else f"{name}.py")).write_bytes(data)
    found = similar.compare(training_loop, find([folder], "06_training_loop"))
    assert [("ada", "alan")] == [(pair.left.student, pair.right.student) for pair in found.pairs]
    assert {"nothing", "binary", "flags"} == set(found.problems)
    assert not mark.exists()


def test_the_command_takes_nbgraders_folder_and_writes_a_page(tmp_path: Path) -> None:
    """submitted/STUDENT/ASSIGNMENT/ is compared, the ranking printed, the page written; status 1 names the unreadable."""
    chance, training_loop = random.Random(2), find_course(Path(__file__)).find("06_training_loop")
    programs = {student: honest(training_loop, chance) for student in ("ada", "alan", "grace")}
    programs["linus"] = copied(programs["grace"], chance)
    for student, cells in programs.items():
        notebook(tmp_path / "submitted" / student / "06_training_loop" / "06_training_loop.ipynb", *cells)
    script(tmp_path / "submitted" / "niklaus.py")
    page = tmp_path / "made" / "similar.html"
    ran = command("similar", tmp_path / "submitted", "-a", "06_training_loop", "-o", page)
    assert (1, ["grace", "linus"]) == (ran.returncode, ran.stdout.splitlines()[0].split()[1:])
    assert "4 submissions compared. What two submissions share is a reason to look, not a verdict." in said(ran)
    assert "Not compared: niklaus: niklaus.py: the file is empty" in said(ran)
    assert "grace and linus" in Page(page.read_text(encoding="utf-8")).text


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_shared_code_stands_side_by_side_as_text(text: str) -> None:
    """Whatever the code and the names are, the page has the elements of a harmless one, and the text in it."""
    pages = [
        report.render(
            Similarities(one, 2, [Pair(0.5, Side(one, f"x = {one}", [(0, 4)]), Side("b", "x", []))], {one: one})
        )
        for one in (text, "harmless")
    ]
    known = {"span", "mark"}
    tags = [[tag for tag in Page(page).tags if tag not in known] for page in pages]
    assert tags[1] == tags[0]
    assert pages[0] == clean(pages[0], len(pages[0]))


def test_lines_that_both_have_are_marked() -> None:
    """A line with a shared part is marked, its neighbours are shown, and what is far away is left out."""
    code = "".join(f"line {number}\n" for number in range(1, 31))
    at = code.index("line 20")
    page = report.render(Similarities("06", 2, [Pair(0.9, Side("a", code, [(at + 2, at + 5)]), Side("b", "", []))]))
    assert ["line 20"] == re.findall(r"<mark>(.*?)</mark>", page)
    assert ["18", "19", "20", "21", "22"] == re.findall(r">\s*(\d+)  </span>", page)
