"""The student's way in a real JupyterLab, driven in a real browser. Screenshots lie in `build/screenshots/`."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import make_otter
import nbformat
import pytest
from helpers import ENVIRONMENT, ROOT, forked
from nbgrader.api import Gradebook

from autograder.course.assignment import find_course
from autograder.gradebook.course_directory import init
from autograder.submission.notebook import parse

LOOP = find_course(ROOT).find("06_training_loop")
PICTURES = ROOT / "build" / "screenshots"
QUIET = "--no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run --disable-background-networking".split()
MINUTE = 60_000

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """JupyterLab on what a student is given; its folder, with its address in a file."""
    folder = tmp_path_factory.mktemp("course")
    for name in (LOOP.name, "digits"):
        shutil.copytree(LOOP.released.parent / name, folder / name)
    with jupyter(folder) as address:
        (folder / "address").write_text(address)
        yield str(folder)


@contextmanager
def jupyter(folder: Path) -> Iterator[str]:
    """JupyterLab at work in a folder; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = folder / "settings" / "@jupyterlab"
    for name, text in {
        "apputils-extension/notification": '{"fetchNews": "false", "checkForUpdates": false}',
        "notebook-extension/tracker": '{"windowingMode": "none"}',  # all cells are drawn, so that each can be looked at
    }.items():
        (settings / name).parent.mkdir(parents=True)
        (settings / f"{name}.jupyterlab-settings").write_text(text)
    command = [
        "jupyter", "lab", "--no-browser", "--allow-root", f"--port={port}", "--IdentityProvider.token=",
        "--ServerApp.password=", f"--LabApp.user_settings_dir={folder / 'settings'}",
        f"--LabApp.workspaces_dir={folder / 'workspaces'}",
    ]  # fmt: skip
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "JUPYTER_CONFIG_DIR": str(folder / "config"), "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
    }  # fmt: skip
    with open(folder / "log", "w") as log:
        server = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/api").close()
                break
            except OSError:
                assert server.poll() is None, (folder / "log").read_text()
                time.sleep(0.5)
        yield address
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def page(lab: str, browser: Any) -> Iterator[Any]:
    """A page of its own."""
    page = browser.new_page(viewport={"width": 1300, "height": 1000})
    page.set_default_timeout(2 * MINUTE)
    yield page
    page.close()


def run_all(page: Any, lab: str, name: str) -> None:
    """Opens a notebook and runs all its cells, to the end."""
    address = (Path(lab) / "address").read_text()
    page.goto(f"{address}/lab/tree/{LOOP.name}/{name}?reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    page.locator("#jp-main-statusbar", has_text="| Idle").wait_for()  # else it asks which kernel to run with
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def saved_outputs(page: Any, path: Path, count: int) -> list[str]:
    """The HTML of all check cells in the saved notebook, once there are so many."""
    found: list[str] = []
    for _ in range(300):
        page.keyboard.press("Control+s")
        page.wait_for_timeout(1000)
        cells = nbformat.read(path, 4).cells
        outputs = [output for cell in cells for output in cell.get("outputs", [])]
        found = ["".join(o.data["text/html"]) for o in outputs if "text/html" in o.get("data", {})]
        if len(found) >= count:
            return found
    raise AssertionError(f"{len(found)} outputs of {count} were saved")


def picture(page: Any, name: str, task: str) -> None:
    """A screenshot of the notebook at a task's report."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    report = page.locator("section[aria-label^='Check of']", has_text=f"Task {task}").first
    report.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    page.screenshot(path=PICTURES / f"{name}.png")


def solved(lab: str, name: str, change: tuple[str, str] = ("", "")) -> Path:
    """The student's notebook with the solution put in."""
    path = Path(lab) / LOOP.name / name
    nbformat.write(with_answers(change), path)
    return path


def with_answers(change: tuple[str, str]) -> nbformat.NotebookNode:
    """The released notebook with the solution's answers, a text in them changed."""
    book = nbformat.read(LOOP.released / f"{LOOP.name}.ipynb", 4)
    answers = {c.metadata["task"]: c.source for c in parse(LOOP.solution, "x.py").cells if "task" in c.metadata}
    for cell in book.cells:
        if cell.cell_type == "code" and cell.metadata.get("task") in answers:
            cell.source = answers[cell.metadata["task"]].replace(*change)
    return book


def test_the_stub_fails_kindly(page: Any, lab: str) -> None:
    """A student who runs the notebook as it came sees for each task that it is not written yet."""
    run_all(page, lab, f"{LOOP.name}.ipynb")
    found = saved_outputs(page, Path(lab) / LOOP.name / f"{LOOP.name}.ipynb", 6)
    assert len(found) == 6
    assert all("not written yet" in html for html in found[:4])
    picture(page, "stub", "6.1")


def test_the_hint_is_shown_the_second_time(page: Any, lab: str) -> None:
    """Running a failing notebook a second time shows the misconception's question."""
    path = solved(lab, "hint.ipynb", ("optimizer.zero_grad()", "pass"))
    run_all(page, lab, path.name)
    assert "Hint" not in saved_outputs(page, path, 6)[1]
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_timeout(15_000)
    assert "still lying" in saved_outputs(page, path, 6)[1]
    picture(page, "hint", "6.2")


def test_the_solution_passes_and_validates(page: Any, lab: str) -> None:
    """With the solution all checks pass, in light and dark, and nbgrader's Validate button agrees."""
    path = solved(lab, "solved.ipynb")
    run_all(page, lab, path.name)
    found = saved_outputs(page, path, 6)
    assert len(found) == 6
    assert not [html for html in found if "failed" in html or "waits" in html]
    picture(page, "passed", "6.4")
    page.get_by_role("button", name="Validate").first.click()
    dialog = page.locator(".jp-Dialog")
    dialog.wait_for()
    page.wait_for_timeout(1000)
    page.screenshot(path=PICTURES / "validate.png")
    assert "Success" in dialog.inner_text()
    dialog.get_by_role("button").last.click()
    themes = Path(lab) / "settings" / "@jupyterlab" / "apputils-extension" / "themes.jupyterlab-settings"
    themes.write_text('{"theme": "JupyterLab Dark"}')
    page.reload()
    page.wait_for_selector("body[data-jp-theme-light='false']", state="attached")
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    picture(page, "dark", "6.4")


# -------------------------------------------------------------------------------------------------------- the instructor


def shot(page: Any, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.wait_for_timeout(700)
    page.screenshot(path=PICTURES / f"{name}.png")


def test_the_formgrader_grades_with_its_button(browser: Any, tmp_path: Path) -> None:
    """Generate, preview, autograde, look at a submission with our blocks, give points by hand, write a comment."""
    root = tmp_path / "course"
    assert [*init(root, find_course(ROOT))]
    submitted = root / "submitted" / "ada" / LOOP.name
    submitted.mkdir(parents=True)
    nbformat.write(with_answers(("optimizer.zero_grad()", "pass")), submitted / f"{LOOP.name}.ipynb")
    page = browser.new_page(viewport={"width": 1300, "height": 1000})
    page.set_default_timeout(MINUTE)
    with jupyter(root) as address:
        page.goto(f"{address}/formgrader/manage_assignments")
        row = page.locator("tr", has_text=LOOP.name)
        row.locator(".assign a").click()
        page.locator(".modal.in, .modal.show").get_by_text("success", exact=False).first.wait_for()
        shot(page, "formgrader-generate")
        assert row.locator(".preview a").count() == 1
        page.goto(f"{address}/formgrader/manage_submissions/{LOOP.name}")
        row = page.locator("tr", has_text="ada")
        row.locator(".autograde a").click()
        page.locator(".modal.in, .modal.show").get_by_text("success", exact=False).first.wait_for(timeout=5 * MINUTE)
        shot(page, "formgrader-autograde")
        page.goto(f"{address}/formgrader/gradebook/{LOOP.name}/{LOOP.name}")
        page.locator("table a", has_text="Submission #1").click()
        block = page.locator("section[aria-label^='Check of']", has_text="Task 6.2").first
        block.scroll_into_view_if_needed()
        shot(page, "formgrader-submission")
        assert "still lying" in block.inner_text()
        points = page.locator("input.score").nth(1)
        assert points.get_attribute("placeholder") == "1"  # the first step shows which weights move
        points.fill("2.5")
        page.locator("textarea.comment").first.fill("Look at the second batch.")
        page.keyboard.press("Tab")
        page.wait_for_timeout(1500)
        shot(page, "formgrader-manual")
    page.close()
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        grades = gradebook.find_submission_notebook(LOOP.name, LOOP.name, "ada").grades
        assert {"06_training_loop-6-2-check": 2.5} == {
            g.name: g.manual_score for g in grades if g.manual_score is not None
        }
        comments = gradebook.find_submission_notebook(LOOP.name, LOOP.name, "ada").comments
        assert "Look at the second batch." in {comment.manual_comment for comment in comments}


# ------------------------------------------------------------------------------------------- an assignment from elsewhere

ANSWERS = {
    "q1": "seconds = 60 * 60 * 24",
    "q2": "def square(x):\n    return x ** 2",
    "q3": "def mean(values):\n    return sum(values) / len(values)",
    "q4": "def largest(values):\n    return sorted(values)[-1]",
    "q5": 'def greet(name):\n    print("Hello, " + name + "!")',
    "q6": "def relu(x):\n    return torch.relu(x)",
    "q8": "table = torch.arange(6).reshape(3, 2)\nparts = [table[0], table[2]]",
    "q9": "def is_prime(n):\n    return all(n % k for k in range(2, n))",  # 1 is none: a hidden case takes 1.5 points
    "q10": "import matplotlib.pyplot as plt\nplt.plot([-1, 0, 1], [1, 0, 1]);",  # a person looks at it
}


def test_an_assignment_of_otters_is_solved_here(browser: Any, tmp_path: Path) -> None:
    """Brought over and released, typed into cell by cell in JupyterLab, handed in and graded."""
    root, kit = tmp_path / "course", tmp_path / "kit"
    (kit / "solutions").mkdir(parents=True)
    source = make_otter.write(tmp_path / "hw01.ipynb")
    for program, *line in (
        ("autograder", "init", root, "--course", kit),
        ("autograder", "import", "otter", source, "--course", root),
        ("nbgrader", "generate_assignment", "hw01"),
    ):
        ran = forked(program, *line, cwd=root if program == "nbgrader" else None, env=ENVIRONMENT)
        assert ran.returncode == 0, ran.stdout + ran.stderr
    place = shutil.copytree(root / "release" / "hw01", root / "submitted" / "ada" / "hw01") / "hw01.ipynb"
    ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in nbformat.read(place, 4).cells]
    page = browser.new_page(viewport={"width": 1300, "height": 1000})
    page.set_default_timeout(MINUTE)
    with jupyter(root) as address:
        page.goto(f"{address}/lab/tree/submitted/ada/hw01/hw01.ipynb?reset")
        page.wait_for_selector(".jp-Notebook .jp-Cell")
        page.locator("#jp-main-statusbar", has_text="| Idle").wait_for()
        for name, text in ANSWERS.items():
            page.locator(".jp-Notebook .jp-Cell").nth(ids.index(name)).locator(".cm-content").click()
            page.keyboard.press("Control+a")
            page.keyboard.insert_text(text)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        page.locator(".jp-OutputArea-output img").wait_for()
        shot(page, "otter")
        page.keyboard.press("Control+s")
        page.locator(".jp-mod-dirty").wait_for(state="detached")
    page.close()
    ran = forked("autograder", "autograde", "hw01", cwd=root, env=ENVIRONMENT)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        graded = gradebook.find_submission("hw01", "ada")
        assert (12.5, True) == (graded.score, graded.needs_manual_grade)
