"""What is told to platforms is in their form, says the same points everywhere, and holds nothing that is hidden.

The results come from four real submissions of 06_training_loop, graded once in the sandbox: one that passes, one that
fails, one that crashes, and one that writes whatever might steer a platform.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from conftest import Run
from forms import check, made, page, runner, valid_github, valid_json, valid_junit, valid_markdown
from lxml import etree

from autograder.course.assignment import Assignment, find_course
from autograder.grading.grade import Graded, Grader
from autograder.grading.reference import References, laid_over
from autograder.reports import check as in_notebook
from autograder.reports import classroom50, github, gradescope, html, junit, markdown, prairielearn, terminal
from autograder.reports.platforms import PLATFORMS, Beside
from autograder.reports.words import KIT_FAULT, STAMPS, OpenScoreError
from autograder.result import Result, Ungraded, clean
from autograder.submission.notebook import from_code
from autograder.verdict.diagnose import Misconceptions
from autograder.wall.inside import jail

SEED = "a seed that nobody may see"
RUNNER = {
    "CLASSROOM": "torch-2026", "ASSIGNMENT": "06", "ASSIGNMENT_TYPE": "individual", "USERNAME": "ada",
    "SUBMISSION_TAG": "submit/2026-06-01T14-32-05Z-a1b2c3d", "COMMIT_URL": "https://github.com/o/r/commit/a1b2c3d",
    "RELEASE_URL": "https://github.com/o/r/releases/tag/s", "REVIEW_URL": "",
}  # fmt: skip
BESIDE = Beside(environment=RUNNER, now="2026-06-01T14:32:01Z")

CRASHES = """
import ctypes

def evaluate(model, loader, criterion, device):
    return ctypes.string_at(0)
"""
COMMANDS = "::error file=a.py::forged\\n##[error]forged\\n::set-output name=passed::true\\n::stop-commands::x"
MARKUP = (
    "\\x1b[2J\\x1b]0;forged\\x07 \\x00\\x0b\\ufffe ]]> <script>alert(1)</script> [a](http://b) @everyone #1 | `x` ~~x~~"
)
FORMULA = "=HYPERLINK(1) [[ATTACHMENT|/etc/passwd]]"
HOSTILE = f'''
text = "{COMMANDS} {MARKUP} {FORMULA}"
print(text)

class Forged(Exception):
    pass

Forged.__name__ = text.replace("\\0", "")

def evaluate(model, loader, criterion, device):
    raise Forged(text)

print("x" * 10_000_000)
'''
KINDS = ("passing", "failing", "crashing", "hostile")


@pytest.fixture(scope="session")
def assignment() -> Assignment:
    """The assignment of the submissions."""
    return find_course(Path(__file__)).find("06_training_loop")


@pytest.fixture(scope="session")
def graded(assignment: Assignment) -> dict[str, Graded]:
    """The four submissions, graded with one known misconception for the diagnosis."""
    if jail.offers().protection != "full":
        pytest.skip(jail.offers().missing)
    wrong = next(overlay for overlay in assignment.misconceptions if overlay.name == "no_zero_grad")
    solution = laid_over(assignment, None)
    programs = dict(zip(KINDS, [[], [wrong.source], [CRASHES], [HOSTILE]], strict=True))
    with Grader(assignment, SEED) as grader:
        known = {wrong.name: References(assignment, SEED).record(grader.sandbox, wrong)}
        grader.misconceptions = Misconceptions(grader.expected, known, [wrong])
        return {kind: grader.grade(from_code([*solution, *cells], kind)) for kind, cells in programs.items()}


@pytest.fixture
def result(graded: Mapping[str, Graded], kind: str) -> Result:
    """The result of one of them."""
    return graded[kind].result


def told(platform: str, result: Result) -> str:
    """What a platform is told."""
    return PLATFORMS[platform].render(result, BESIDE)


FOR_STUDENTS: dict[str, Callable[[Result], str]] = {
    **{name: partial(told, name) for name in PLATFORMS},
    "page": html.render,
    "notebook": in_notebook.render,
    "terminal": terminal.render,
}
"""All that a student may read."""


# --------------------------------------------------------------------------------------------------------- what is valid


VALID: dict[str, Callable[[str], None]] = {
    "junit": valid_junit,
    "github": valid_github,
    "markdown": valid_markdown,
    "autolab": lambda text: valid_json("autolab")(text.splitlines()[-1]),
    **{name: valid_json(name) for name in ("gradescope", "prairielearn", "classroom50", "coursera")},
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("platform", PLATFORMS)
def test_each_platform_can_read_each_submission(platform: str, kind: str, result: Result) -> None:
    """Whatever a submission does, what is told is valid by the platform's schema, and small, and holds no controls."""
    text = told(platform, result)
    VALID[platform](text)
    assert text == clean(text, len(text))
    assert 100_000 > len(text.encode())


@pytest.mark.parametrize(
    ("platform", "text"),
    [
        ("gradescope", '{"tests": [{"name": "a", "output": "", "visibility": "all"}]}'),
        ("prairielearn", '{"gradable": true, "score": 2, "tests": []}'),
        ("classroom50", '{"schema": "classroom50/result/v1"}'),
        ("coursera", '{"fractionalScore": 1.5, "feedback": "x"}'),
        ("autolab", '{"scores": {"6.1": null}}'),
        ("github", "::error title=a::b\n::set-output name=x::y\n"),
        ("markdown", "<script>alert(1)</script>"),
        ("junit", '<testsuites><testsuite name="a"/></testsuites>'),
    ],
)
def test_the_schemas_refuse_what_is_wrong(platform: str, text: str) -> None:
    """A schema that lets everything pass would prove nothing."""
    with pytest.raises(Exception, match=r"(?s)."):
        VALID[platform](text)


# ---------------------------------------------------------------------------------------------------- what they all say


def earned(platform: str, text: str) -> float:
    """The part of the points that a platform reads."""
    match platform:
        case "gradescope":
            tests = json.loads(text)["tests"]
            return float(sum(test["score"] for test in tests) / sum(test["max_score"] for test in tests))
        case "prairielearn":
            return float(json.loads(text)["score"])
        case "classroom50":
            return float(json.loads(text)["score"] / json.loads(text)["max-score"])
        case "coursera":
            return float(json.loads(text)["fractionalScore"])
        case "autolab":
            return float(json.loads(text.splitlines()[-1])["scoreboard"][0]) / 20
    score, possible = re.findall(r": ([\d.]+) / ([\d.]+) points", text)[0]
    return float(score) / float(possible)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("platform", [name for name in PLATFORMS if name not in ("github", "junit")])
def test_all_platforms_read_the_same_points(platform: str, kind: str, result: Result) -> None:
    """The points are those of the result, whatever form they are told in."""
    assert pytest.approx(result.score / result.max_score) == earned(platform, told(platform, result))


def test_the_four_submissions_are_what_they_are_called(graded: Mapping[str, Graded]) -> None:
    """One has full marks; the others lose points, each in its own way, and none is the kit's fault."""
    results = {kind: one.result for kind, one in graded.items()}
    assert [20.0, False] == [results["passing"].score, any(one.flagged for one in results.values())]
    assert ["no_zero_grad"] == sorted({one.misconception for one in results["failing"].diagnoses})
    codes = [next(c.code for c in results[kind].checks if c.task == "6.4") for kind in ("crashing", "hostile")]
    assert ["CRASHED", "WRONG"] == codes


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_hint_reaches_the_student(platform: str, graded: Mapping[str, Graded]) -> None:
    """The hint of a misconception is told on every platform, and its name, which gives the answer away, on none."""
    text = told(platform, graded["failing"].result)
    (hint,) = {one.hint for one in graded["failing"].result.diagnoses}
    shown = page(text).text if platform == "markdown" else " ".join(text.replace("\\n", " ").split())
    first = re.sub(r"`", "", hint)[:30]
    assert (True, False) == (first in shown.replace("`", ""), "no_zero_grad" in text)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("where", FOR_STUDENTS)
def test_nothing_hidden_is_told(where: str, kind: str, result: Result, assignment: Assignment) -> None:
    """No name of a test, no misconception's name, no seed and no place of this machine is in what students read."""
    names = {c.name for c in result.checks} | {one.name for one in assignment.misconceptions} | {SEED}
    text = FOR_STUDENTS[where](result)
    assert set() == {name for name in names if re.search(rf"\b{re.escape(name)}\b", text)}
    assert (False, False) == (str(assignment.folder) in text, str(Path.home()) + "/" in text)


@pytest.mark.parametrize("where", FOR_STUDENTS)
def test_hidden_checks_show_their_title_only(where: str) -> None:
    """Of a hidden check, students read the author's title and sentence; its name stays away even where others need it."""
    hidden = replace(check("the author's title", "failed", rationale="the author's sentence"), visible=False)
    hidden = replace(hidden, name="test_canary", code="CANARY")
    waits = replace(check("another", "skipped", needs=("test_canary",)), name="test_canary_too", visible=False)
    text = FOR_STUDENTS[where](made(hidden, waits))
    assert "canary" not in text.lower()
    assert "sentence" in text


# ------------------------------------------------------------------------------------------------- whose fault it is


BROKEN = made(check("one", "passed"), replace(check("two", "error"), task="6.2"))


@pytest.mark.parametrize("platform", ["classroom50", "coursera"])
def test_a_platform_without_open_scores_is_told_nothing(platform: str) -> None:
    """Where a check could not be made and there is no way to say so, no score is told at all."""
    with pytest.raises(OpenScoreError, match=r"the checks of 6\.2 could not be made"):
        told(platform, BROKEN)


def test_gradescope_gets_no_score_for_the_kits_fault() -> None:
    """Without any score, Gradescope shows that the autograder failed, and no zero."""
    text = told("gradescope", BROKEN)
    VALID["gradescope"](text)
    assert (False, True) == ('score"' in text, "no fault of yours" in text)


def test_prairielearn_takes_no_attempt_for_the_kits_fault() -> None:
    """The submission is not gradable, which costs no attempt."""
    text = told("prairielearn", BROKEN)
    VALID["prairielearn"](text)
    assert False is json.loads(text)["gradable"]


def test_autolab_leaves_the_score_of_such_a_task_open() -> None:
    """A task of which a check could not be made has no score, and so has the scoreboard."""
    assert {"scores": {"6.1": 1.0}} == json.loads(told("autolab", BROKEN).splitlines()[-1])


def test_junit_and_github_tell_errors_from_failures() -> None:
    """The kit's fault is an error of the test, not its failure; and a warning, not an error of the student's."""
    document = etree.fromstring(told("junit", BROKEN).encode())
    assert [KIT_FAULT] == [one.text for one in document.findall("testsuite/testcase/error")]
    assert ["warning"] == re.findall(r"^::(\w+)", told("github", BROKEN), re.MULTILINE)


def test_markdown_leaves_points_open() -> None:
    """The points are a question mark, and the sum is so far only."""
    text = told("markdown", BROKEN)
    assert (True, True) == ("| ? / 1 |" in text, "1 / 2 points so far" in text)


def test_a_file_that_could_not_be_graded_has_no_score_anywhere() -> None:
    """Each platform reads why, once, in its own form: PrairieLearn counts no attempt, and nobody is told a zero."""
    why = "work.ipynb: the file is empty; save it and hand it in again"
    result = replace(made(), ungraded=Ungraded("UNREADABLE", why, 20.0))
    assert {"gradable": False, "format_errors": [f"Not graded: {why}"]} == json.loads(told("prairielearn", result))
    assert [why] == re.findall(r"::error .*::(.*)", told("github", result))
    gradescope = json.loads(told("gradescope", result))
    assert (f"Not graded: {why}", [], None) == (gradescope["output"], gradescope["tests"], gradescope.get("score"))
    assert [f"Not graded: {why}"] == [
        one.text for one in etree.fromstring(told("junit", result).encode()).iter("error")
    ]
    assert [] == [*etree.fromstring(told("junit", result).encode()).iter("failure")]
    assert {"scores": {}} == json.loads(told("autolab", result).splitlines()[-1])
    for text in (told("markdown", result), told("autolab", result)):
        assert (True, 1) == ("not graded" in text, " ".join(text.split()).count("the file is empty"))
    for name in ("coursera", "classroom50"):
        with pytest.raises(OpenScoreError, match="the file is empty"):
            told(name, result)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_platform_says_when_there_was_no_sandbox(platform: str, graded: Mapping[str, Graded]) -> None:
    """The stamp is in every report."""
    text = told(platform, replace(graded["failing"].result, protection="none"))
    assert STAMPS["none"][:40] in " ".join((page(text).text if platform == "markdown" else text).split())


# ------------------------------------------------------------------------------------------------ each platform's own


def test_the_runner_takes_no_command_from_a_student(graded: Mapping[str, Graded]) -> None:
    """Between the token and its end nothing is a command, though the text is full of them; annotations are ours."""
    text = "::error::forged\n##[error]forged\n::set-output name=a::b\n::stop-commands::x\n::x::\n::error::again"
    assert [("group", "06"), ("endgroup", "")] == list(runner(github.group("06", text, "f00d")))
    log = told("github", graded["hostile"].result)
    assert {"error"} == {name for name, _ in runner(log)} - {"notice"}
    assert len(log.splitlines()) == len([*runner(log)])


def test_github_gets_ten_annotations_of_a_kind() -> None:
    """The tenth says how many more there are."""
    checks = [replace(check("title", "failed", rationale="seen"), task=f"6.{n}") for n in range(1, 13)]
    log = told("github", made(*checks))
    assert (10, True) == (log.count("::error "), "title=and 3 more::" in log)


def test_an_annotation_stands_at_its_line() -> None:
    """File and line are the student's, with what would end a property escaped."""
    log = github.render(made(check("t", "failed", rationale="50 %\r\n:,")), file="a,b:c/06.py", lines={"6.1": 7})
    assert "::error file=a%2Cb%3Ac/06.py,line=7,title=06_training_loop 6.1%3A 0 of 1 points::t: 50 %25 :,\n" == log


def test_a_summary_keeps_to_what_github_takes() -> None:
    """Whole reports up to 1 MiB, and how many did not fit."""
    text = github.summary(["x" * 500_000, "y" * 500_000, "z" * 500_000])
    assert (True, True) == (
        len(text) <= 1 << 20,
        text.endswith("1 more did not fit; they are in the files of this job.\n"),
    )


def test_gitlab_finds_the_plot_and_the_file() -> None:
    """A plot is attached to the last check of its task; every test case has the file."""
    text = junit.render(
        made(check("a", "passed"), check("b", "failed")), file="w/06.py", attachments={"6.1": "out/p.png"}
    )
    valid_junit(text)
    cases = etree.fromstring(text.encode()).findall("testsuite/testcase")
    assert [None, "[[ATTACHMENT|out/p.png]]"] == [case.findtext("system-out") for case in cases]
    assert ["w/06.py"] * 2 == [case.get("file") for case in cases]


def test_names_are_told_apart() -> None:
    """GitLab drops a second test of one name, so alike titles are numbered."""
    names = re.findall(r' name="([^"]+)" file', told("junit", made(*[check("t", "passed")] * 3)))
    assert ["6.1 t", "6.1 t (2)", "6.1 t (3)"] == names


def test_a_student_can_attach_nothing(graded: Mapping[str, Graded]) -> None:
    """What looks like an attachment in a student's text is not where GitLab looks for one."""
    document = etree.fromstring(told("junit", graded["hostile"].result).encode())
    assert [] == [one.text for one in document.iter("system-out")]
    assert "ATTACHMENT" in "".join(document.itertext())


def test_markdown_calls_nobody_and_links_nowhere(graded: Mapping[str, Graded]) -> None:
    """Names with an @, numbers with a # and addresses stay text, and the text is all there."""
    text = told("markdown", graded["hostile"].result)
    assert (False, False, False) == ("@everyone" in text, "http://" in text, "#1 " in text)
    assert "<script>alert(1)</script>" in page(text).text


def test_parts_of_points_are_whole_in_classroom50() -> None:
    """The format has whole points only, so half points are counted in halves."""
    result = made(check("a", "passed", 0.5), check("b", "failed", 1.0))
    found = json.loads(classroom50.render(result, environment=RUNNER, now=BESIDE.now))
    assert [1, 3] == [found["score"], found["max-score"]]


def test_hidden_checks_wait_on_gradescope() -> None:
    """With --hidden after_published, only what students have is visible at once."""
    result = made(check("a", "passed"), replace(check("b", "passed"), visible=False))
    found = json.loads(gradescope.render(result, hidden="after_published"))
    assert ["visible", "after_published"] == [test["visibility"] for test in found["tests"]]


def test_plots_fit_into_what_prairielearn_takes() -> None:
    """Plots are left out, the largest first of all, before a megabyte is passed; what is no picture is not sent."""
    png = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + (1).to_bytes(4, "big") * 2
    text = prairielearn.render(made(check("a", "passed")), pictures=[png, png + bytes(900_000), b"<svg>", png])
    VALID["prairielearn"](text)
    assert (["Plot 1", "Plot 3"], True) == ([one["label"] for one in json.loads(text)["images"]], len(text) < 1_000_000)


def test_plots_are_named_in_the_summary() -> None:
    """GitHub shows no picture that lies nowhere on the web, so the summary says where to look."""
    assert "Plots, as they were checked: plot-6.6.png." in markdown.render(made(), plots=["plot-6.6.png"])


# ----------------------------------------------------------------------------------------------------------- the command


@pytest.fixture(scope="module")
def class_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of three: one passed, one with a check that could not be made, one whose result is not whole."""
    folder = tmp_path_factory.mktemp("class")
    for student, text in {
        "ada": made(check("one", "passed")).to_json(),
        "bob": BROKEN.to_json(),
        "cleo": "{}",
    }.items():
        (folder / student).mkdir()
        (folder / student / "result.json").write_text(text, encoding="utf-8")
    return folder


def test_a_report_is_printed(cli: Run, class_folder: Path) -> None:
    """One student's report goes to standard output, as it is."""
    ran = cli("report", class_folder / "ada", "--as", "coursera")
    assert (0, "") == (ran.returncode, ran.stderr)
    assert 1.0 == json.loads(ran.stdout)["fractionalScore"]


def test_a_report_is_written_with_what_it_is_told(cli: Run, class_folder: Path, tmp_path: Path) -> None:
    """With --out it is a file; --hidden reaches Gradescope; a check left open shows in the exit status."""
    ran = cli("report", class_folder / "bob", "--as", "gradescope", "--hidden", "hidden", "--out", tmp_path / "r.json")
    assert (1, "", "") == (ran.returncode, ran.stdout, ran.stderr)
    VALID["gradescope"]((tmp_path / "r.json").read_text(encoding="utf-8"))


def test_a_class_is_told_to_a_folder(
    cli: Run, class_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each student gets a file; who cannot be told is named, and the exit status says so."""
    for name, value in RUNNER.items():
        monkeypatch.setenv(name, value)
    ran = cli("report", class_folder, "--as", "classroom50", "--out", tmp_path / "out")
    assert 1 == ran.returncode
    assert ["ada.json"] == [path.name for path in (tmp_path / "out").iterdir()]
    VALID["classroom50"]((tmp_path / "out" / "ada.json").read_text(encoding="utf-8"))
    assert [True, True] == [f"{class_folder / name}: " in ran.stderr for name in ("bob", "cleo")]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--as", "moodel"], "--as moodel: it is one of autolab, classroom50,"),
        (["--as", "gradescope", "--hidden", "never"], "--hidden never: it is one of visible,"),
        (["--as", "junit"], "is a class: name a folder with --out."),
    ],
)
def test_a_report_that_cannot_be_made_says_why(
    arguments: list[str], sentence: str, cli: Run, class_folder: Path
) -> None:
    """One sentence, and exit status 2."""
    ran = cli("report", class_folder, *arguments)
    assert (2, "", True) == (ran.returncode, ran.stdout, sentence in ran.stderr)
