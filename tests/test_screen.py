"""The teacher's screen: nothing that a student planted runs where a teacher opens it, and what is honest still shows."""

from __future__ import annotations

import functools
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from helpers import ENVIRONMENT, ROOT, command, forked
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from plants import FILES, HONEST, MARKDOWN, OUTPUTS, RUN, TAGS, TEXTS, book_metadata, named, planted
from test_browser import MINUTE, browser, jupyter, shot

from autograder.course.assignment import find_course
from autograder.gradebook.course_directory import autograde, class_page, init

__all__ = ["browser"]  # a fixture
pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore")]

OWN = "01_start"
KIT = "from autograder.gradebook.plugin import configure\nconfigure(get_config())\n"
SCRIPTS = {named(name, "NAME") for name, text in (TAGS | MARKDOWN | OUTPUTS).items() if RUN in text}


def run(folder: Path, *line: str) -> None:
    """Runs one of nbgrader's commands."""
    done = forked(*line, cwd=folder, env=ENVIRONMENT)
    assert done.returncode == 0, done.stdout + done.stderr


def ordinary(root: Path, *, kit: bool) -> None:
    """An nbgrader assignment with an answer in words, handed in by eve with plants and by ada with honest content."""
    (root / "nbgrader_config.py").touch()
    if not kit:
        (root / "nbgrader_config.py").write_text("c = get_config()\nc.Execute.allow_errors = True\n")
    plain = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    cells = [
        new_markdown_cell('Read <a href="given.html" class="btn">this</a>.<iframe srcdoc="given"></iframe>'),
        new_markdown_cell("your words", metadata={"nbgrader": plain | {"grade_id": "words", "grade": True, "solution": True, "points": 3, "cell_type": "markdown"}}),
        new_code_cell("assert 1 == 1", metadata={"nbgrader": plain | {"grade_id": "test", "grade": True, "locked": True, "points": 2, "cell_type": "code"}}),
    ]  # fmt: skip
    (root / "source" / "ps1").mkdir(parents=True)
    nbformat.write(new_notebook(cells=cells), root / "source" / "ps1" / "ps1.ipynb")
    run(root, "nbgrader", "generate_assignment", "ps1")


def hand_in(root: Path, name: str) -> None:
    """Hands the released notebook in: once with plants, once with honest content."""
    for student, more in {"eve": planted(), "ada": HONEST}.items():
        book = nbformat.read(root / "release" / name / f"{name}.ipynb", 4)
        for cell in book.cells:
            scoring = cell.metadata.get("nbgrader", {})
            if cell.cell_type == "markdown" and scoring.get("solution"):
                cell.source = "\n\n".join(
                    [
                        cell.source,
                        *(one.source for one in more if one.cell_type == "markdown" and "attachment" not in one.source),
                    ]
                )
        book.cells += more
        if student == "eve":
            book.metadata |= book_metadata()
        folder = root / "submitted" / student / name
        folder.mkdir(parents=True)
        nbformat.write(book, folder / f"{name}.ipynb")
        for file, text in FILES.items() if student == "eve" else ():
            (folder / file).write_text(text)


class Watched:
    """A page whose requests tell what ran."""

    def __init__(self, browser: Any):
        self.page = browser.new_page(viewport={"width": 1300, "height": 1000})
        self.page.set_default_timeout(MINUTE)
        self.asked: set[str] = set()
        self.page.route(re.compile("^https://"), lambda route: route.abort())  # no other website is asked
        self.page.on("request", lambda request: self.asked.add(unquote(urlsplit(request.url).path)))
        self.page.on("dialog", lambda dialog: self.asked.add("/ran/dialog") or dialog.dismiss())

    def ran(self, address: str, wait: str = "body") -> set[str]:
        """The names of the plants that ran when the page was opened and scrolled through."""
        self.asked.clear()
        self.page.goto(address)
        self.page.wait_for_selector(wait, state="attached")
        self.page.mouse.wheel(0, 30_000)
        self.page.wait_for_timeout(1500)
        return {path.partition("/ran/")[2] for path in self.asked if "/ran/" in path}

    def links(self) -> list[str]:
        """Where links in the notebook lead that are neither on the page nor another website."""
        found = self.page.evaluate(
            "[...document.querySelectorAll('#notebook-container a')].map(a => [a.getAttribute('href'), a.href])"
        )
        return [
            shown or ""
            for shown, href in found
            if shown and not shown.startswith("#") and shown != "given.html"
            and (not href.startswith(("https:", "mailto:")) or "formgrader" in href)
        ]  # fmt: skip


def submission(root: Path, name: str, student: str) -> str:
    """The path of a submission in the formgrader."""
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        return f"formgrader/submissions/{gradebook.find_submission_notebook(name, name, student).id}/"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder's files as a website."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_the_plants_are_alive_and_the_policy_alone_stops_scripts(browser: Any, tmp_path: Path) -> None:
    """In stock nbgrader most of them run: so what follows can fail. With our settings no script of theirs does, even in
    notebooks that were graded before and are not neutral; but pictures are asked for."""
    ordinary(tmp_path, kit=False)
    hand_in(tmp_path, "ps1")
    (tmp_path / "submitted" / "ada").rename(tmp_path / "ada")
    run(tmp_path, "nbgrader", "autograde", "ps1", "--CourseDirectory.student_id=eve")
    run(tmp_path, "nbgrader", "generate_feedback", "ps1")
    watched = Watched(browser)
    with jupyter(tmp_path) as address:
        found = watched.ran(f"{address}/{submission(tmp_path, 'ps1', 'eve')}")
    with served(tmp_path) as address:
        feedback = watched.ran(f"{address}/feedback/eve/ps1/ps1.html")
    assert len(found) > 40
    assert len(feedback) > 40
    assert {"markdown-onerror", "output-script", "output-application/javascript"} <= found
    (tmp_path / "nbgrader_config.py").write_text(KIT)
    run(tmp_path, "nbgrader", "generate_feedback", "ps1", "--force")
    for used in ("settings", "config", "runtime", "workspaces"):
        shutil.rmtree(tmp_path / used, ignore_errors=True)
    with jupyter(tmp_path) as address:
        found = watched.ran(f"{address}/{submission(tmp_path, 'ps1', 'eve')}", "input.score")
        box = watched.page.locator("input.score").nth(1)
        assert "2" == box.get_attribute("placeholder")  # the page's own scripts did their work
        watched.page.locator(".name-hidden").last.click()
        assert "eve" in watched.page.locator(".breadcrumb .name-shown").first.inner_text()
        watched.page.locator(".name-shown").first.hover()
        watched.page.locator(".tooltip").first.wait_for()
    with served(tmp_path) as address:
        feedback = watched.ran(f"{address}/feedback/eve/ps1/ps1.html")
    scripts = {f"{place}-{name}" for place in ("markdown", "inline", "output") for name in SCRIPTS}
    assert set() == scripts & (found | feedback)
    watched.page.close()


def test_nothing_runs_and_what_is_honest_shows(browser: Any, tmp_path: Path) -> None:
    """In the formgrader, in feedback, on the class page, the student's page and in `similar`."""
    root = tmp_path / "course"
    assert [*init(root, find_course(ROOT))]
    ordinary(root, kit=True)
    for name in (OWN, "ps1"):
        hand_in(root, name)
        assert [] == [graded.problem for _, graded in autograde(root, name, 1) if graded.problem]
        run(root, "nbgrader", "generate_feedback", name)
    class_page(root, OWN)
    command("similar", root / "submitted", "-a", OWN, "-o", root / "similar.html")
    watched = Watched(browser)
    page = watched.page
    with jupyter(root) as address:
        for place in ("manage_students", "manage_students/eve", f"gradebook/{OWN}/{OWN}", f"manage_submissions/{OWN}"):
            assert set() == watched.ran(f"{address}/formgrader/{place}")
        for name in (OWN, "ps1"):
            assert set() == watched.ran(f"{address}/{submission(root, name, 'eve')}", "input.score")
            assert [] == watched.links()
            shot(page, f"neutral-{name}")
            assert set() == watched.ran(f"{address}/{submission(root, name, 'ada')}", "input.score")
            look_honest(page, f"honest-{name}")
        page.locator("input.score").first.fill("2")
        page.keyboard.press("Tab")
        page.wait_for_timeout(1500)
    assert not [*tmp_path.rglob("ran-config")]
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        grades = {grade.name: grade for grade in gradebook.find_submission_notebook("ps1", "ps1", "ada").grades}
        assert (2.0, 2.0) == (grades["words"].manual_score, grades["test"].auto_score)
    with served(root) as address:
        for name in (OWN, "ps1"):
            assert set() == watched.ran(f"{address}/feedback/eve/{name}/{name}.html")
            assert [] == watched.links()
            assert set() == watched.ran(f"{address}/feedback/ada/{name}/{name}.html")
            look_honest(page, f"feedback-{name}")
        for path in (f"graded/{OWN}/index.html", f"graded/{OWN}/eve/feedback.html", "similar.html"):
            assert set() == watched.ran(f"{address}/{path}")
        assert set() == watched.ran(f"{address}/graded/{OWN}/ada/feedback.html")
        text = page.locator("main").inner_text()
        assert [] == [one for one in ("My answer", "falls", "0.5", "a page", "bold", "List<int>") if one not in text]
        assert (
            page.locator("math mfrac, math munder").first.bounding_box()["height"] > 20
        )  # the sum, drawn with its index below
        shot(page, "own-feedback")
    page.close()


def look_honest(page: Any, name: str) -> None:
    """All that ada wrote and showed is there, and her pictures are drawn."""
    text = page.locator("#notebook-container").first.inner_text()
    assert [] == [one for one in TEXTS if one not in text]
    sizes = page.evaluate("[...document.querySelectorAll('#notebook-container img')].map(i => i.naturalWidth)")
    assert len(sizes) >= 3
    assert all(sizes)
    page.get_by_text("IntSlider").first.scroll_into_view_if_needed()
    shot(page, name)
