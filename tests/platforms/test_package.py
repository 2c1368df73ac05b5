"""What is handed to other platforms works where they put it: run here in folders laid out as theirs."""

import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from conftest import CANARY, TOY
from helpers import ROOT, under_way
from jsonschema import Draft202012Validator

from autograder.authoring import release
from autograder.course.assignment import Assignment, Course
from autograder.course.errors import InstructorError
from autograder.grading import store
from autograder.grading.reference import package_seed, secret_seed
from autograder.grading.workers import Setting, prepare, workers
from autograder.platforms import deliver, package
from autograder.wall.inside import jail
from autograder.wall.sandbox import Sandbox

BIN = Path(sys.executable).parent
locked = pytest.mark.skipif(jail.offers().protection != "full", reason=jail.offers().missing)

CLASSROOM = {
    "CLASSROOM": "intro", "ASSIGNMENT": "01_toy", "ASSIGNMENT_TYPE": "individual", "OWNER": "ada",
    "SUBMISSION_TAG": "submit/2026-06-01T14-32-05Z-a1b2c3d", "COMMIT_URL": "https://example.org/commit/a1b2c3d",
    "RELEASE_URL": "https://example.org/releases/1", "REVIEW_URL": "https://example.org/compare/1",
}  # fmt: skip


def unpack(files: package.Files, folder: Path) -> None:
    """Writes a package's files where a platform puts them."""
    with zipfile.ZipFile(BytesIO(release.zipped(files))) as archive:
        archive.extractall(folder)


@pytest.fixture(scope="module")
def toys(toy: Course, sandbox: Sandbox, warm: None) -> Assignment:
    """The toy with its references for packages, and as students get it."""
    found = toy.find("01_toy")
    setting = Setting(toy.root, found.name, package_seed(found.name))
    with workers(setting, 1) as executor:
        prepare(executor, setting)
        prepare(executor, Setting(toy.root, found.name, "public"))
    for name, content in release.release(found, sandbox).items():
        store.write((found.released / name).parent, {Path(name).name: content})
    return found


MAKE: dict[str, Callable[[Assignment], package.Files]] = {
    "gradescope": lambda toy: package.gradescope(toy, package_seed(toy.name), hidden="after_due_date", tries=2),
    "prairielearn": lambda toy: package.prairielearn(toy, package_seed(toy.name)),
    "classroom50": package.classroom50,
}


@dataclass(frozen=True)
class Delivered:
    """What became of a submission on a platform: the exit status, what was printed, and the platform's file."""

    status: int
    printed: str
    text: str


@dataclass(frozen=True)
class Mimic:
    """A folder laid out as a platform lays out its own, with a package in it."""

    platform: str
    root: Path

    def submission(self) -> Path:
        """An empty folder for a submission."""
        folder = self.root / {"gradescope": "autograder/submission", "prairielearn": "grade/student"}.get(
            self.platform, "work"
        )
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def results(self) -> Path:
        """The file that the platform reads."""
        places = {"classroom50": "work/result.json"}
        return self.root / places.get(self.platform, deliver.PLACES[self.platform].results)

    def grade(self, code: str, inside: Sequence[str] = ()) -> Delivered:
        """Has a program graded as the platform does it, its command started by another if there is one."""
        folder = self.submission()
        (folder / "01_toy.py").write_text(code)
        command = {
            "gradescope": ["bash", "-c", "cd autograder && ./source/run_autograder"],
            "prairielearn": [self.root / "grade/tests/run.sh"],
            "classroom50": [sys.executable, self.root / "bundle/autograder.py"],
        }[self.platform]
        cwd = folder if self.platform == "classroom50" else self.root
        ran = subprocess.run(
            [*inside, *command], cwd=cwd, capture_output=True, text=True, check=False, timeout=300,
            env=os.environ | CLASSROOM | {"AUTOGRADER_PREFIX": str(self.root)},
        )  # fmt: skip
        results = self.results()
        return Delivered(ran.returncode, ran.stdout + ran.stderr, results.read_text() if results.exists() else "")


def mimic(platform: str, toy: Assignment, root: Path) -> Mimic:
    """The platform's folders, with the environment of the tests where its setup makes one."""
    places = {"gradescope": "autograder/source", "prairielearn": "grade/tests", "classroom50": "bundle"}
    files = MAKE[platform](toy)
    if platform == "prairielearn":
        start = "question/tests/"
        files = {name.removeprefix(start): data for name, data in files.items() if name.startswith(start)}
    unpack(files, root / places[platform])
    for script in (root / places[platform]).iterdir():
        script.chmod(0o755)
    for place in ("autograder/venv", "opt/autograder"):
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).symlink_to(sys.prefix)
    return Mimic(platform, root)


OLD_PROFILE = """
import ctypes, os, struct, sys

# Refuses landlock_create_ruleset, as the profile of an old container engine does.
lines = [(0x20, 0, 0, 0), (0x15, 0, 1, 444), (0x06, 0, 0, 0x00050001), (0x06, 0, 0, 0x7FFF0000)]
program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in lines))
libc = ctypes.CDLL(None)
libc.prctl(38, 1, 0, 0, 0)
libc.prctl(22, 2, struct.pack("HxxxxxxP", len(lines), ctypes.addressof(program)))
os.execvp(sys.argv[1], sys.argv[1:])
"""
SOLUTION = "def double(x):\n    return 2 * x\n\ndef total(x):\n    return x.sum()\n"
CRASHES = "import os\n\ndef double(x):\n    os._exit(0)\n"
HOSTILE = """
import glob, json, os

found = [str(dict(os.environ))]
for place in ("ROOT", "CACHE", "..", "/autograder", "/grade"):
    for path in glob.glob(f"{place}/**", recursive=True):
        try:
            found.append(open(path).read())
            open(path, "w").write(json.dumps({"score": 10}))
        except OSError:
            pass

def total(x):
    raise ValueError(f"::error::forged <script> {sorted(found)}")
"""
KINDS = {"passing": "", "failing": TOY["misconceptions/square.py"], "crashing": CRASHES, "hostile": HOSTILE}
SHARES = {"passing": 1.0, "failing": 0.3, "crashing": 0.3, "hostile": 0.3}
"""What each is worth."""
VISIBLE = {"passing": 1.0, "failing": 0.0, "crashing": 0.0, "hostile": 1.0}
"""What each is worth by the visible checks alone."""


def share(platform: str, text: str) -> float:
    """The share of the points in a platform's file, which has to be in form."""
    found = json.loads(text)
    schema = json.loads((Path(__file__).parent / "schemas" / f"{platform}.json").read_text())
    Draft202012Validator(schema).validate(found)
    if platform == "prairielearn":
        return float(found["score"])
    if platform == "classroom50":
        return float(found["score"] / found["max-score"])
    return float(sum(test["score"] for test in found["tests"]) / sum(test["max_score"] for test in found["tests"]))


@pytest.fixture(scope="module", params=MAKE)
def there(request: pytest.FixtureRequest, toys: Assignment, tmp_path_factory: pytest.TempPathFactory) -> Mimic:
    """A platform's folders."""
    return mimic(request.param, toys, tmp_path_factory.mktemp(request.param))


@pytest.fixture(scope="module")
def gradescope(toys: Assignment, tmp_path_factory: pytest.TempPathFactory) -> Mimic:
    """Gradescope's folders."""
    return mimic("gradescope", toys, tmp_path_factory.mktemp("gradescope"))


@locked
@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_submission_gets_its_points_on_every_platform(there: Mimic, kind: str) -> None:
    """A passing, a failing, a crashing and a hostile program get what they are worth, in the form the platform reads."""
    code = KINDS[kind].replace("ROOT", str(there.root)).replace("CACHE", os.environ["XDG_CACHE_HOME"])
    done = there.grade(SOLUTION + code)
    assert 0 == done.status, done.printed
    points = VISIBLE if there.platform == "classroom50" else SHARES
    assert points[kind] == pytest.approx(share(there.platform, done.text))
    told = [package_seed("01_toy"), secret_seed(), "test_kept", "test_total", "BEGIN SOLUTION", CANARY, str(there.root)]
    assert [] == [secret for secret in told if secret in done.text]
    assert 1 >= len([*there.root.glob("*/*/cache/autograder/*")])  # what the package brought, and nothing made anew


@locked
@pytest.mark.slow
def test_what_is_seen_so_far_is_there_when_the_platform_strikes(gradescope: Mimic) -> None:
    """Ended from outside in mid-way, there is a whole file: what was judged is told, nothing has a score, none is a zero."""
    folder = gradescope.submission()
    (folder / "hw.py").write_text(f"{SOLUTION}def total(x):\n    while True:\n        pass\n")
    command = ["bash", "-c", "exec autograder/source/run_autograder"]
    env = os.environ | {"AUTOGRADER_PREFIX": str(gradescope.root)}
    results = gradescope.results()
    results.unlink(missing_ok=True)  # an earlier test's
    with under_way(*command, cwd=gradescope.root, env=env, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None and not (results.exists() and '"passed"' in results.read_text()):
            time.sleep(0.05)
        process.kill()
    found = json.loads(results.read_text())
    assert "1.1 doubles a tensor" in [test["name"] for test in found["tests"] if test.get("status") == "passed"]
    assert [] == [test for test in found["tests"] if "score" in test]
    assert "did not finish" in found["output"]


@locked
@pytest.mark.slow
def test_where_nothing_can_be_locked_in_nothing_is_graded(gradescope: Mimic) -> None:
    """On a platform without Landlock, a right program gets no score, and whoever looks reads why."""
    done = gradescope.grade(SOLUTION, [sys.executable, "-c", OLD_PROFILE])
    assert 1 == done.status
    assert "Landlock" in done.printed
    assert [] == [test for test in json.loads(done.text)["tests"] if "score" in test or "status" in test]


def test_a_platform_gets_a_file_even_when_nothing_works(gradescope: Mimic, tmp_path: Path) -> None:
    """Where the environment is broken, the file that the package brought is there, in form and without a score."""
    shutil.copytree(gradescope.root, tmp_path / "root", symlinks=True)
    (tmp_path / "root" / "autograder" / "venv").unlink()
    done = Mimic("gradescope", tmp_path / "root").grade(SOLUTION)
    assert done.status
    assert "Nothing is graded yet" in json.loads(done.text)["output"]
    assert {
        "1.1 doubles a tensor",
        "1.1 doubles a number",
        "1.2 adds up all values",
        "1.3 leaves its input as it was",
    } == {test["name"] for test in json.loads(done.text)["tests"] if "score" not in test}


def metadata(now: str, *earlier: tuple[str, float | None]) -> dict[str, object]:
    """What Gradescope tells about a submission and those before it, of which one without a score met an error."""
    told = [
        {"submission_time": f"2026-03-{at}:00.000000-08:00", "score": score, "autograder_error": score is None}
        for at, score in earlier
    ]
    return {"created_at": f"2026-03-{now}:00.000000-08:00", "previous_submissions": told}


def test_who_submits_too_often_keeps_the_last_score() -> None:
    """The third submission in a day of two is not graded; the last score stands, and it reads when to come again."""
    found = json.loads(deliver.too_soon(metadata("02T09:00", ("01T10:00", 4.0), ("01T20:00", 7.0)), 2))
    assert (7.0, True) == (found["score"], "after 02 March, 10:00" in found["output"])


@pytest.mark.parametrize(
    "told",
    [
        metadata("02T09:00"),
        metadata("02T10:00", ("01T10:00", 4.0), ("01T20:00", 7.0)),
        metadata("02T09:00", ("01T10:00", 4.0), ("01T20:00", None)),
        # The third of these was not graded, so it is not counted.
        metadata("02T13:00", ("01T10:00", 4.0), ("01T12:00", 7.0), ("01T20:00", 7.0)),
    ],
    ids=["first", "a day later", "our own fault", "refused before"],
)
def test_who_may_submit_is_graded(told: dict[str, object]) -> None:
    """Neither what is a day old counts, nor what met a fault of ours, nor what was refused."""
    assert "" == deliver.too_soon(told, 2)


def test_packages_for_students_hold_no_secret(toys: Assignment) -> None:
    """What Classroom 50 publishes and what lies in a student's repository has no hidden test, solution or seed in it."""
    public = package.classroom50(toys) | package.github("OWNER/COURSE")
    texts = b"\n".join(data for name, data in public.items() if not name.endswith(".whl"))
    hidden = [TOY["test_hidden.py"], TOY["correct/loop.py"], TOY["misconceptions/square.py"], "return 2 * x"]
    assert [] == [text for text in [*hidden, package_seed("01_toy"), secret_seed()] if text.encode() in texts]


def test_a_package_has_a_seed_of_its_own(toys: Assignment) -> None:
    """The seed in a package is neither the secret nor another assignment's, and is the same one next time."""
    seeds = {package_seed("01_toy"), package_seed("01_toy"), package_seed("02_other"), secret_seed()}
    assert 3 == len(seeds)
    assert package_seed("01_toy") == package.gradescope(toys, package_seed("01_toy"))["solutions/seed"].decode()


@pytest.mark.parametrize("name", ["course", "https://github.com/o/c", "o/c\n  evil: true", ""])
def test_a_repository_is_named_as_github_names_it(name: str) -> None:
    """Whatever is not OWNER/NAME is refused in a sentence, since it would become part of a workflow."""
    with pytest.raises(InstructorError, match="OWNER/NAME"):
        package.github(name)


def tool(name: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """What a tool of this environment says."""
    return subprocess.run([BIN / name, *map(str, arguments)], capture_output=True, text=True, check=False)


def test_the_workflows_for_students_are_in_form_and_safe(tmp_path: Path) -> None:
    """GitHub's schema accepts both workflows, and an auditor of workflows finds nothing."""
    unpack(package.github("OWNER/COURSE"), tmp_path)
    found = tool("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *tmp_path.rglob("*.yml"))
    assert 0 == found.returncode, found.stdout
    audit = tool("zizmor", "--offline", "--config", ROOT / ".github" / "zizmor.yml", tmp_path)
    assert 0 == audit.returncode, audit.stdout


@pytest.mark.parametrize("user", [True, False])
def test_the_container_recipe_is_in_form(tmp_path: Path, user: bool) -> None:
    """A linter of recipes finds nothing, and programs run as a user without rights where the platform lets them."""
    unpack(package.docker(user=user), tmp_path)
    found = tool("hadolint", tmp_path / "Dockerfile")
    assert 0 == found.returncode, found.stdout
    assert user == ("USER 1000" in (tmp_path / "Dockerfile").read_text())


def test_scripts_are_in_form(toys: Assignment, tmp_path: Path) -> None:
    """The shell can read every script of a package, and each may be run once it is unpacked."""
    unpack(package.prairielearn(toys, "seed") | package.gradescope(toys, "seed"), tmp_path)
    scripts = [path for path in tmp_path.rglob("*") if path.is_file() and path.read_bytes().startswith(b"#!")]
    assert {"run.sh", "run_autograder", "setup.sh"} == {path.name for path in scripts}
    assert [0, 0, 0] == [subprocess.run(["bash", "-n", path], check=False).returncode for path in scripts]
    about = json.loads((tmp_path / "question" / "info.json").read_text())
    assert ("External", False) == (about["gradingMethod"], about["externalGradingOptions"]["enableNetworking"])


@locked
@pytest.mark.slow
def test_the_courses_workflow_grades_a_students_push(toys: Assignment, tmp_path: Path) -> None:
    """The steps of the course's workflow, run in folders as its checkouts leave them, tell the runner the points."""
    work, course = tmp_path / "work", tmp_path / "course"
    shutil.copytree(toys.folder.parent.parent, course)
    work.mkdir()
    (work / "01_toy.py").write_text(SOLUTION + KINDS["failing"])
    for command in (["init", "-q"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a", "commit", "-qm", "a"]):
        subprocess.run(["git", *command], cwd=work, check=True)
    workflow = yaml.safe_load(package.github("OWNER/COURSE")["course/.github/workflows/grade.yml"])
    (step,) = (step for step in workflow["jobs"]["grade"]["steps"] if step.get("run", "").startswith("autograder"))
    told = {"GITHUB_ACTIONS": "true", "GITHUB_OUTPUT": str(tmp_path / "output"), "AUTOGRADER_SEED": "a seed"}
    path = {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    ran = subprocess.run(
        ["bash", "-ec", step["run"]],
        cwd=tmp_path,
        env=os.environ | told | path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert 1 == ran.returncode, ran.stderr
    assert "score=3\nmax-score=10\npassed=false\n" == (tmp_path / "output").read_text()
    assert "::error file=01_toy.py" in ran.stdout
