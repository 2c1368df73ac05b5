"""The command line: parses, calls, writes files; no logic of its own."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from autograder import MissingPackageError, __version__

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from autograder.ci import Work
    from autograder.course import Assignment, Course
    from autograder.reports.platforms import Beside
    from autograder.result import Result
    from autograder.workers import Setting

# Judging is many small sums; and a process with one thread can be forked.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# Where it is installed, jsonschema spends two seconds at its import on a grammar that no notebook needs.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

app = typer.Typer(
    name="autograder",
    help="Grades introductory PyTorch: honestly, kindly, with graders that are tested themselves.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

out = Console(highlight=False, markup=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)

CourseOption = Annotated[
    Path | None, typer.Option("--course", help="The folder with solutions/ in it. [default: found from here upwards]")
]
JobsOption = Annotated[
    int,
    typer.Option(
        "--jobs", "-j", min=1, help="How many submissions to grade at once. [default: the cores]", show_default=False
    ),
]
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _version(asked: bool) -> None:
    if asked:
        out.print(f"autograder {__version__}")
        raise typer.Exit


@app.callback()
def _app(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Print the version and end.")
    ] = False,
) -> None:
    pass


@app.command()
def grade(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="Notebooks or .py files, or folders with one file or folder for each student.", show_default=False
        ),
    ],
    assignment: Annotated[
        str, typer.Option("--assignment", "-a", help="Such as 06_training_loop.", show_default=False)
    ],
    to: Annotated[
        Path, typer.Option("--out", "-o", help="Where results, feedback and the class page go.", show_default=False)
    ],
    jobs: JobsOption = CORES,
    cluster: Annotated[
        str,
        typer.Option(help="Grade on many machines: tcp://HOST:8786 or a file of a Dask scheduler's, or slurm."),
    ] = "",
    device: Annotated[
        str, typer.Option(help="cpu, cuda (a weaker lock; results say so) or auto (cuda if there is one).")
    ] = "cpu",
    seed: Annotated[
        str, typer.Option(help="What hidden inputs are made from. [default: a secret of yours, kept]")
    ] = "",
    course: CourseOption = None,
    again: Annotated[
        bool, typer.Option("--again", help="Grade also what was graded before and has not changed.")
    ] = False,
    unsafe_no_sandbox: Annotated[
        bool, typer.Option("--unsafe-no-sandbox", help="Run student code unprotected; every result says so.")
    ] = False,
) -> None:
    """Grade submissions.

    Each student gets a folder in --out with feedback.html (for the student), result.json, record.bin (the raw answers),
    notebook.ipynb (as it ran) and glance.json (for the class page); the class gets index.html, results.csv, checks.csv
    and class.json. A submission that was graded into --out
    before and has not changed is kept as it is, so an interrupted command goes on where it was.

    Exit status: 0 all graded, 1 some could not be graded, 2 the command was not right.
    """
    from autograder import server

    _existing(paths)
    _for_results(to, paths)
    if not cluster and device in ("cpu", "cuda"):
        server.start_early(device)  # it warms up while this process imports torch
    chosen = _assignment(course, assignment)

    from autograder import batch, doctor, reference, workers
    from autograder.notebook import shown
    from autograder.reports import terminal

    found = batch.find(paths, chosen.name, to)
    if not found:
        _refuse(
            f"No submission in {', '.join(map(str, paths))}: expected .ipynb or .py files, or a folder for each student."
        )
    others = {one.name for one in _course(course).assignments} - {chosen.name}
    if strays := [item for item in found if item.path.stem in others]:
        err.print(
            f"{len(strays)} of {len(found)} files are named after another assignment, such as {shown(strays[0].path)}; "
            f"they are graded as {chosen.name}."
        )
    if device not in ("auto", "cpu", "cuda"):
        _refuse(f"--device {device}: it is auto, cpu or cuda.")
    with _kit_errors():
        setting = workers.Setting(
            chosen.folder.parent.parent,
            chosen.name,
            seed or reference.secret_seed(),
            not unsafe_no_sandbox,
            _device(device),
        )
    if not unsafe_no_sandbox and not cluster and (problem := doctor.hole(setting.course, *paths, to)):
        _refuse(f"Nothing was graded: {problem}. Run `autograder doctor`; --unsafe-no-sandbox grades all the same.", 1)
    kept = {} if again else batch.kept(to, setting, found)
    results: dict[str, Result] = {item.student: result for item, result in kept.items()}
    waiting = [item for item in found if item not in kept]
    failures: dict[str, str] = {}
    with (
        _kit_errors(),
        _goes_on(),
        _executor(cluster, setting, min(jobs, max(len(waiting), 1))) as (executor, count, progress),
    ):
        task = progress.add_task(chosen.name, total=len(waiting))
        for item, done in batch.grade_all(executor, setting, waiting, 2 * count):
            progress.advance(task)
            if isinstance(done, str):
                failures[item.student] = done
                continue
            if item.problem or done.faults:
                failures[item.student] = f"{shown(item.path)}: {done.faults[0].strip().splitlines()[-1]}"
            if not item.problem:
                batch.write(to / item.student, done.files)
            results[item.student if not item.problem else str(item.path)] = done.result
            if len(found) > 1:
                progress.console.print(terminal.line(done.result))
    if kept:
        out.print(
            f"{len(kept)} of {len(found)} were graded before and have not changed; --again grades them all the same."
        )
    ordered = [results[name] for name in sorted(results)]
    ungraded = {student: why for student, why in failures.items() if student not in results}
    batch.write(to, batch.class_files(to, ordered, chosen, ungraded))
    if len(ordered) == 1:
        out.file.write(terminal.render(ordered[0], color=out.is_terminal, width=out.width))
    out.print(f"Class page: {to / 'index.html'}")
    for student, why in sorted(failures.items()):
        err.print(f"Not graded: {student}: {why}")
    raise typer.Exit(1 if failures else 0)


@app.command()
def judge(
    folder: Annotated[
        Path,
        typer.Argument(help="What `autograder grade` wrote: a class's folder, or one student's.", show_default=False),
    ],
    write: Annotated[
        bool, typer.Option("--write", help="Write the results, the feedback pages, the class page and the table.")
    ] = False,
    jobs: JobsOption = CORES,
    seed: Annotated[str, typer.Option(help="What hidden inputs were made from. [default: your secret]")] = "",
    course: CourseOption = None,
) -> None:
    """Judge saved answers again, by the tests, tolerances and points as they are now. No student code is run.

    Shows who gets more or fewer points, by how much and why. Nothing is written without --write.

    Exit status: 0 all judged, 1 some could not be judged, 2 the command was not right.
    """
    from autograder import batch
    from autograder.reference import secret_seed
    from autograder.reports import changes
    from autograder.workers import Setting, workers

    folders = batch.graded_in(folder)
    if not folders:
        _refuse(f"No result in {folder}: expected a folder that `autograder grade` wrote.")
    failures: dict[str, str] = {}
    judged = []
    with _kit_errors():
        first = batch.result_in(folders[0])
        chosen = _assignment(course, first.assignment)
        setting = Setting(
            chosen.folder.parent.parent,
            chosen.name,
            seed or secret_seed(),
            first.protection != "none",
            "cuda" if first.protection == "gpu" else "cpu",
        )
        if batch.unprepared(setting):
            with _executor("", setting, jobs):
                pass
        with workers(None, min(jobs, len(folders))) as executor, _progress() as progress:
            task = progress.add_task(chosen.name, total=len(folders))
            for place, done in batch.judge_all(executor, setting, folders):
                progress.advance(task)
                if isinstance(done, str):
                    failures[place.name] = done
                    continue
                judged.append((done.before, done.after))
                if write:
                    batch.write(place, done.files)
    judged.sort(key=lambda change: change[1].student)
    out.print(changes.render(judged), end="")
    if write and folders != [folder]:
        batch.write(folder, batch.class_files(folder, [after for _, after in judged], chosen))
    if judged:
        out.print(f"Written to {folder}." if write else "Nothing is written yet; --write does it.")
    for student, why in sorted(failures.items()):
        err.print(f"Not judged: {student}: {why}")
    raise typer.Exit(1 if failures else 0)


@app.command()
def similar(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="Submissions as `autograder grade` takes them, or nbgrader's submitted/.", show_default=False
        ),
    ],
    assignment: Annotated[
        str, typer.Option("--assignment", "-a", help="Such as 06_training_loop.", show_default=False)
    ],
    to: Annotated[Path, typer.Option("--out", "-o", help="The page to write.", show_default=False)],
    course: CourseOption = None,
) -> None:
    """Find submissions that share unlikely code, and show them side by side: a reason to look, not a verdict.

    Names, comments, layout and the order of functions do not count, nor what the stub holds or many wrote. Nothing is run.

    Exit status: 0 all were compared, 1 some could not be, 2 the command was not right.
    """
    _existing(paths)
    chosen = _assignment(course, assignment)
    try:
        from autograder.similar import compare
    except ModuleNotFoundError as error:
        _refuse(f"{error.name} is missing: `pip install 'autograder[similar]'` brings what this command needs.", 1)
    from autograder import batch
    from autograder.reports import similar as report

    with _kit_errors():
        found = compare(chosen, batch.find(paths, chosen.name))
    if to.is_dir():
        _refuse(f"--out {to} is a folder; name the page to write, such as {to / 'similar.html'}.")
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(report.render(found), encoding="utf-8")
    out.print(report.lines(found), end="")
    out.print(f"{found.compared} submissions compared. {report.WARNING}")
    out.print(f"Side by side: {to}")
    for student, why in sorted(found.problems.items()):
        err.print(f"Not compared: {student}: {why}")
    raise typer.Exit(1 if found.problems else 0)


@app.command()
def prove(
    names: Annotated[list[str] | None, typer.Argument(help="Assignments. [default: all]", show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
    jobs: JobsOption = CORES,
    seed: Annotated[str, typer.Option(help="What the inputs are made from.")] = "prove",
    seeds: Annotated[int, typer.Option(min=0, help="Also try right programs on this many other seeds.")] = 0,
    mutants: Annotated[bool, typer.Option("--mutants", help="Also try generic mutants of the solution.")] = False,
    html: Annotated[Path | None, typer.Option("--html", help="Also write the tables to this page.")] = None,
    course: CourseOption = None,
) -> None:
    """Test the graders themselves.

    The stub must fail every task, the solution and all of correct/ must get full marks, every misconception must be
    caught, nine in ten of them diagnosed as themselves, and every check must be failed by one of them.

    Exit status: 0 proven, 1 not, 2 the command was not right.
    """
    from autograder.prove import prove as prove_one
    from autograder.reports import proof
    from autograder.workers import Setting, workers

    chosen = [_assignment(course, name) for name in names] if names else _course(course).assignments
    if not chosen:
        _refuse("There is no assignment to prove here: an assignment is a folder in solutions/ with a solution.py.")
    proofs = []
    for assignment in chosen:
        with _kit_errors():
            setting = Setting(assignment.folder.parent.parent, assignment.name, seed)
        with _kit_errors(), workers(setting, jobs) as executor, _progress() as progress:
            tick = _ticker(progress, f"proving {assignment.name}")
            found = prove_one(executor, setting, assignment, tick, seeds=seeds, mutate=mutants)
        proofs.append(found)
        if not as_json:
            out.print(proof.render(found), end="")
    if html is not None:
        html.write_text(proof.page(proofs), encoding="utf-8")
    if as_json:
        out.print_json("[" + ",".join(found.to_json() for found in proofs) + "]")
    raise typer.Exit(1 if any(found.problems for found in proofs) else 0)


@app.command("new")
def _new(
    name: Annotated[str, typer.Argument(help="Two digits and words, such as 08_my_topic.", show_default=False)],
    course: CourseOption = None,
) -> None:
    """Start an assignment of your own: solutions/NAME/ with a small one that works, to be edited.

    solutions/README.md tells how to go on. Exit status: 0 made, 1 the name is no good or taken, 2 the command was not right.
    """
    from autograder.new import new

    chosen = _course(course)
    with _kit_errors():
        for path in new(chosen, name):
            out.print(f"{path.relative_to(chosen.root)}")


@app.command("release")
def _release(
    names: Annotated[list[str] | None, typer.Argument(help="Assignments. [default: all]", show_default=False)] = None,
    bundle: Annotated[
        Path | None, typer.Option("--bundle", help="Also pack all that a student needs into this zip file.")
    ] = None,
    jobs: JobsOption = CORES,
    course: CourseOption = None,
) -> None:
    """Make what students get: assignments/NAME/ with the notebook, its solutions taken out, and checks/.

    Exit status: 0 made, 1 an assignment has a fault, 2 the command was not right.
    """
    from autograder import batch
    from autograder.public import SEED
    from autograder.release import pack, release
    from autograder.sandbox import Sandbox
    from autograder.workers import Setting, workers

    chosen = [_assignment(course, name) for name in names] if names else _course(course).assignments
    with _kit_errors(), Sandbox() as sandbox:
        for assignment in chosen:
            setting = Setting(assignment.folder.parent.parent, assignment.name, SEED)
            with workers(setting, jobs) as executor, _progress() as progress:
                batch.prepare(executor, setting, _ticker(progress, f"releasing {assignment.name}"))
            for name, content in release(assignment, sandbox).items():
                path = assignment.released / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            out.print(f"assignments/{assignment.name}")
        if bundle is not None:
            bundle.write_bytes(pack(_course(course)))
            out.print(f"{bundle}")


@app.command()
def check(
    path: Annotated[Path, typer.Argument(help="Your notebook, or your program.", show_default=False)],
    task: Annotated[str, typer.Argument(help="Such as 6.2. [default: all]", show_default=False)] = "",
    watch: Annotated[bool, typer.Option("--watch", help="Check again whenever the file is saved.")] = False,
) -> None:
    """Check your own work, as `check()` does in a notebook.

    Exit status: 0 all that was checked passed, 1 not, 2 the command was not right.
    """
    import time

    from autograder.notebook import UnreadableError
    from autograder.reports import terminal
    from autograder.result import Outcome
    from autograder.student import CheckError, check_file

    _existing([path])
    while True:
        saved = path.stat().st_mtime_ns
        try:
            result = check_file(path, task)
        except (CheckError, UnreadableError) as error:
            _refuse(str(error))
        out.file.write(terminal.render(result, color=out.is_terminal, width=out.width))
        if not watch:
            raise typer.Exit(0 if all(one.outcome is Outcome.PASSED for one in result.checks) else 1)
        while path.stat().st_mtime_ns == saved:
            time.sleep(0.3)


@app.command("init")
def _init(
    folder: Annotated[Path, typer.Argument(help="The course directory to make.", show_default=False)],
    due: Annotated[
        datetime | None,
        typer.Option("--due", help="When the first assignment is due, in UTC; each next one a week later."),
    ] = None,
    db: Annotated[
        str,
        typer.Option("--db", help="The gradebook, such as postgresql://... [default: an SQLite file in the folder]"),
    ] = "",
    course: CourseOption = None,
) -> None:
    """Make a course directory of nbgrader's: settings, gradebook, all assignments registered with points and due dates.

    What is there already is left as it is. Exit status: 0 made, 1 not, 2 the command was not right.
    """
    from autograder.instructor import init

    with _kit_errors():
        for name in init(folder, _course(course), first_due=due, db=db):
            out.print(f"{folder / name}")


@app.command()
def autograde(
    name: Annotated[str, typer.Argument(help="The assignment, such as 06_training_loop.", show_default=False)],
    folder: Annotated[Path, typer.Option("--course", help="nbgrader's course directory.")] = Path(),
    jobs: JobsOption = CORES,
    again: Annotated[
        bool, typer.Option("--again", help="Grade also what was graded before and has not changed.")
    ] = False,
) -> None:
    """Grade a whole class into nbgrader's gradebook: what `nbgrader autograde` does, in parallel and resumable.

    Results, records and the class page go to graded/NAME/ in the course directory.

    Exit status: 0 all graded, 1 some could not be graded, 2 the command was not right.
    """
    from autograder import server

    if (folder / "nbgrader_config.py").is_file():
        server.start_early()  # it warms up while this process imports torch and nbgrader
    from autograder import instructor
    from autograder.reports import terminal

    failures = {}
    kept = 0
    with _kit_errors(), _progress() as progress:
        task = progress.add_task(name, total=None)
        ticker = _ticker(progress, "making the references")
        for total, done in instructor.autograde(folder, name, jobs, again=again, tick=ticker):
            progress.update(task, advance=1, total=total)
            if done.problem:
                failures[done.student] = done.problem
            elif done.kept:
                kept += 1
            else:
                progress.console.print(terminal.score(done.student, done.score, done.max_score))
    if kept:
        out.print(f"{kept} were graded before and have not changed; --again grades them all the same.")
    if page := instructor.class_page(folder, name):
        out.print(f"Class page: {page}")
    for student, why in sorted(failures.items()):
        err.print(f"Not graded: {student}: {why}")
    raise typer.Exit(1 if failures else 0)


@app.command("ci")
def _ci(
    root: Annotated[Path, typer.Argument(help="The student's repository.")] = Path(),
    course: Annotated[
        Path | None,
        typer.Option("--course", help="A course with solutions/ in it, outside the repository: makes all checks."),
    ] = None,
    since: Annotated[
        str, typer.Option(help="Grade what changed since this commit. [default: as GitHub and GitLab say, or HEAD^]")
    ] = "",
    everything: Annotated[bool, typer.Option("--all", help="Grade also what has not changed.")] = False,
    pass_mark: Annotated[float, typer.Option(min=0, max=100, help="Percent of the points that each work needs.")] = 100,
    to: Annotated[
        Path | None, typer.Option("--out", "-o", help="Where feedback.html, junit.xml and plots go, by assignment.")
    ] = None,
    seed: Annotated[
        str, typer.Option(envvar="AUTOGRADER_SEED", help="What hidden inputs are made from. [default: a secret, kept]")
    ] = "",
    jobs: JobsOption = CORES,
) -> None:
    """Grade what was changed in a student's repository, and tell it to GitHub Actions, GitLab or a terminal.

    Without --course the visible checks are made, which students have. Nothing that is hidden is printed or written.

    Exit status: 0 all work reaches the pass mark, 1 not, 2 the command was not right, 3 the kit's own fault.
    """
    from autograder import batch, ci, doctor, reference
    from autograder.reports import github

    root = root.resolve()
    whole = _course(course) if course else None
    if whole and (problem := doctor.hole(whole.root, root)):
        _refuse(f"Nothing was graded: {problem}. Run `autograder doctor`.", 3)
    with _kit_errors(2):
        works = _changed(root, ci.find(root, whole), since, everything=everything)
        ci.refuse_what_students_read(root, whole)
    done, top = [], ci.top(root)
    token = secrets.token_hex(16) if os.environ.get("GITHUB_ACTIONS") == "true" else ""
    with _kit_errors(3):
        for one in ci.grade(works, whole, seed or reference.secret_seed(), jobs, top.name):
            plain = one.text(pass_mark, color=out.is_terminal, width=out.width)
            out.file.write(one.log(pass_mark, token) if token else plain)
            if to is not None:
                batch.write(to / one.work.assignment, one.files(top, to / one.work.assignment))
            done.append(one)
    if token:
        out.file.write(github.commands([remark for one in done for remark in one.remarks(top)]))
        _append("GITHUB_STEP_SUMMARY", github.summary([one.summary for one in done]))
        _append("GITHUB_OUTPUT", ci.outputs(done, pass_mark))
    raise typer.Exit(ci.status(done, pass_mark))


def _changed(root: Path, works: list[Work], since: str, *, everything: bool) -> list[Work]:
    """Those of `works` that were changed; all of them where git cannot say."""
    from autograder import ci

    if not works:
        _refuse(f"No work in {root}: expected such as 06_training_loop.ipynb beside its folder checks/, or --course.")
    since = since or ci.before(os.environ)
    files = None if everything else ci.changed(root, since)
    chosen = [work for work in works if files is None or work.path in files]
    if not chosen:
        out.print(f"No work was changed since {since}; --all grades it all the same.")
        raise typer.Exit
    return chosen


def _append(variable: str, text: str) -> None:
    """Adds to the file that a variable of GitHub's names, if there is one."""
    if path := os.environ.get(variable):
        with open(path, "a", encoding="utf-8") as file:
            file.write(text)


@app.command("report")
def _report(
    folder: Annotated[
        Path, typer.Argument(help="What `grade` wrote: one student's folder, or a class's.", show_default=False)
    ],
    name: Annotated[
        str,
        typer.Option(
            "--as",
            help="autolab, classroom50, coursera, github, gradescope, junit, markdown or prairielearn.",
            show_default=False,
        ),
    ],
    to: Annotated[
        Path | None, typer.Option("--out", "-o", help="A file; for a class a folder. [default: printed]")
    ] = None,
    hidden: Annotated[
        str, typer.Option(help="On Gradescope, when students see hidden checks, such as after_published.")
    ] = "visible",
) -> None:
    """Tell a result to a platform, in its own form. What comes out is for students: nothing that is hidden is in it.

    Exit status: 0 told, 1 not, or with checks left open through the kit's own fault, 2 the command was not right.
    """
    from autograder.reports.gradescope import VISIBILITY
    from autograder.reports.platforms import PLATFORMS
    from autograder.reports.words import OpenScoreError

    if name not in PLATFORMS:
        _refuse(f"--as {name}: it is one of {', '.join(PLATFORMS)}.")
    if hidden not in VISIBILITY:
        _refuse(f"--hidden {hidden}: it is one of {', '.join(VISIBILITY)}.")
    platform, one = PLATFORMS[name], (folder / "result.json").exists()
    folders = [folder] if one else sorted(path.parent for path in folder.glob("*/result.json"))
    if not folders or not (one or to):
        _refuse(f"{folder} holds no result.json." if not folders else f"{folder} is a class: name a folder with --out.")
    from autograder import batch

    left_open = False
    for student in folders:
        try:
            result, beside = _graded(student, hidden)
            text = platform.render(result, beside)
        except (OpenScoreError, ValueError) as error:
            err.print(f"{student}: {error}")
            left_open = True
            continue
        left_open = left_open or result.flagged
        if to is None:
            out.file.write(text)
        else:
            batch.write(
                to.parent if one else to, {to.name if one else f"{student.name}{platform.suffix}": text.encode()}
            )
    raise typer.Exit(1 if left_open else 0)


def _graded(folder: Path, hidden: str) -> tuple[Result, Beside]:
    """A student's result, and what some platforms are told beside it. Raises ValueError for a folder that is not whole."""
    from autograder.record import BadFrame, Record
    from autograder.reports.platforms import Beside
    from autograder.result import Result

    result = Result.from_json((folder / "result.json").read_text(encoding="utf-8"))
    try:
        pictures = Record.unpack((folder / "record.bin").read_bytes()).pictures()
    except (FileNotFoundError, BadFrame):
        pictures = []
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return result, Beside(pictures, os.environ, now, hidden)


@app.command("package")
def _package(
    platform: Annotated[
        str, typer.Argument(help="gradescope, prairielearn, classroom50, github or docker.", show_default=False)
    ],
    to: Annotated[Path, typer.Option("--out", "-o", help="A folder, or a .zip file.", show_default=False)],
    name: Annotated[str, typer.Argument(help="The assignment; github and docker need none.", show_default=False)] = "",
    hidden: Annotated[
        str, typer.Option(help="On Gradescope, when students see hidden checks, such as after_published.")
    ] = "visible",
    tries: Annotated[
        int, typer.Option(min=0, help="On Gradescope, how many submissions are graded in 24 hours; 0: all.")
    ] = 0,
    image: Annotated[str, typer.Option(help="What PrairieLearn finds the grader's image by.")] = "OWNER/autograder",
    repository: Annotated[str, typer.Option(help="On GitHub, the course's private one.")] = "OWNER/COURSE",
    jobs: JobsOption = CORES,
    course: CourseOption = None,
) -> None:
    """Pack what another platform needs to grade an assignment: its files, this package, and the platform's own scripts.

    Packages for Gradescope and PrairieLearn hold solutions and hidden tests: they are for instructors alone.

    Exit status: 0 made, 1 the assignment has a fault, 2 the command was not right.
    """
    from autograder import batch, package, reference
    from autograder.release import mode, zipped
    from autograder.reports.gradescope import VISIBILITY
    from autograder.workers import Setting

    if hidden not in VISIBILITY:
        _refuse(f"--hidden {hidden}: it is one of {', '.join(VISIBILITY)}.")
    with _kit_errors():
        match platform:
            case "docker":
                files = package.docker()
            case "github":
                files = package.github(repository)
            case "classroom50":
                files = package.classroom50(_assignment(course, name))
            case "gradescope" | "prairielearn":
                chosen = _assignment(course, name)
                setting = Setting(chosen.folder.parent.parent, chosen.name, reference.package_seed(chosen.name))
                with _executor("", setting, jobs):
                    pass
                if platform == "gradescope":
                    files = package.gradescope(chosen, setting.seed, hidden=hidden, tries=tries)
                else:
                    files = package.prairielearn(chosen, setting.seed, image=image)
            case _:
                _refuse(
                    f"No package for {platform}: there is gradescope, prairielearn, classroom50, github and docker."
                )
    if to.suffix == ".zip":
        batch.write(to.parent, {to.name: zipped(files)})
    for path, content in files.items() if to.suffix != ".zip" else ():
        batch.write((to / path).parent, {Path(path).name: content})
        (to / path).chmod(mode(content))
    out.print(f"{to}")


@app.command()
def deliver(
    platform: Annotated[str, typer.Argument(help="gradescope, prairielearn or classroom50.", show_default=False)],
    package: Annotated[Path, typer.Option(help="What `autograder package` made.", show_default=False)],
    prefix: Annotated[Path, typer.Option(help="Where the platform's own paths begin.")] = Path("/"),
    hidden: Annotated[str, typer.Option(help="On Gradescope, when students see hidden checks.")] = "visible",
    tries: Annotated[int, typer.Option(min=0, help="On Gradescope, how many are graded in 24 hours; 0: all.")] = 0,
) -> None:
    """Grade a submission on a platform: packages run this. It writes the file that the platform reads.

    Exit status: 0 graded, 1 some check could not be made, through the kit's own fault, 2 the command was not right.
    """
    import json

    from autograder import batch
    from autograder import deliver as delivery

    if platform not in delivery.PLACES:
        _refuse(f"Nothing can be delivered to {platform}: it is one of {', '.join(delivery.PLACES)}.")
    metadata = prefix / "autograder" / "submission_metadata.json"
    about = json.loads(metadata.read_text(encoding="utf-8")) if tries and metadata.exists() else {}
    if about and (says := delivery.too_soon(about, tries)):
        batch.write(prefix / "autograder" / "results", {"results.json": says.encode()})
        out.print("This submission comes too soon: its results file says so.")
        return
    with _kit_errors():
        graded = delivery.deliver(platform, package, prefix, hidden)
    for fault in graded.faults:
        err.print(fault)
    out.print(f"{prefix / delivery.PLACES[platform].results}")
    raise typer.Exit(1 if graded.result.flagged else 0)


@app.command("doctor")
def _doctor() -> None:
    """Say what is wrong with this environment; where there is a folder solutions/ to grade with, also prove the wall.

    For that a throw-away process is locked as a submission is and tries a hundred forbidden acts. Exit status: 0 all is
    well, 1 not.
    """
    from autograder.course import UnknownAssignmentError, find_course
    from autograder.doctor import examine

    try:
        grading = bool(find_course(Path.cwd()))
    except UnknownAssignmentError:
        grading = False
    well = True
    for finding in examine(grading=grading):
        out.print(f"{'ok  ' if finding.well else 'WARN'}  {finding.sentence}")
        well = well and finding.well
    raise typer.Exit(0 if well else 1)


# ----------------------------------------------------------------------------------------------------------- helpers


def _refuse(sentence: str, status: int = 2) -> NoReturn:
    err.print(sentence)
    raise typer.Exit(status)


def _course(folder: Path | None) -> Course:
    from autograder.course import Course, UnknownAssignmentError, find_course

    if folder is not None:
        if not (folder / "solutions").is_dir():
            _refuse(f"--course {folder}: there is no folder solutions/ in it.")
        return Course(folder.resolve())
    try:
        return find_course(Path.cwd())
    except UnknownAssignmentError as error:
        _refuse(str(error))


def _assignment(course: Path | None, name: str) -> Assignment:
    from autograder.course import UnknownAssignmentError

    try:
        return _course(course).find(name.rstrip("/"))
    except UnknownAssignmentError as error:
        _refuse(str(error))


def _existing(paths: list[Path]) -> None:
    for path in paths:
        if not path.exists() and not path.is_symlink():
            _refuse(f"{path} does not exist.")
        if path.is_file() and path.suffix not in (".ipynb", ".py"):
            _refuse(f"{path} is no submission: expected .ipynb or .py.")


def _for_results(to: Path, paths: list[Path]) -> None:
    """Refuses a place for results where none can be written, or where they would take the place of submissions."""
    if to.resolve() in [path.resolve() for path in paths]:
        _refuse(f"--out {to} is the folder of the submissions, which the results would overwrite; name another one.")
    there = next(place for place in (to.absolute(), *to.absolute().parents) if place.exists())
    if not there.is_dir():
        _refuse(f"--out {to} cannot be a folder, since {there} is a file.")
    if not os.access(there, os.W_OK | os.X_OK):
        _refuse(f"--out {to}: you may not write in {there}.")


def _device(asked: str) -> str:
    if asked != "auto":
        return asked
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


@contextmanager
def _kit_errors(status: int = 1) -> Iterator[None]:
    """Says in one sentence what the kit or an assignment's author must mend, and ends with that exit status."""
    from autograder.course import AuthorError, InstructorError
    from autograder.server import SandboxError

    try:
        yield
    except (AuthorError, SandboxError, InstructorError) as error:
        _refuse(str(error), status)


@contextmanager
def _goes_on() -> Iterator[None]:
    """Says to whoever interrupts that nothing is lost."""
    try:
        yield
    except KeyboardInterrupt:
        _refuse("Stopped. The same command goes on where it was.", 130)


@contextmanager
def _executor(where: str, setting: Setting, jobs: int) -> Iterator[tuple[Executor, int, Progress]]:
    """Workers here, or on a cluster, for which the references are made; how many; and a display of what they do."""
    from autograder import batch
    from autograder.workers import workers

    if not where:
        with workers(setting, jobs) as executor, _progress() as progress:
            batch.prepare(executor, setting, _ticker(progress, REFERENCES))
            yield executor, jobs, progress
        return
    try:
        from autograder.cluster import cluster
    except ImportError as error:
        _refuse(f"--cluster needs {error.name}: pip install 'autograder[cluster]'.")
    with _progress() as progress, cluster(where, setting, jobs, _ticker(progress, REFERENCES)) as (executor, count):
        yield executor, count, progress


REFERENCES = "making the references"


def _progress() -> Progress:
    columns = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()]
    return Progress(*columns, console=out, transient=True, disable=not out.is_terminal)


def _ticker(progress: Progress, what: str) -> Callable[[int, int], None]:
    """A callback that shows how much of `what` is done."""
    task = progress.add_task(what, total=None)
    return lambda done, of: progress.update(task, completed=done, total=of, visible=done < of)


def main() -> None:
    """The entry point of the `autograder` command."""
    try:
        app()
    except ModuleNotFoundError as error:
        err.print(str(MissingPackageError(error.name)))
        raise SystemExit(1) from None
    except OSError as error:
        if error.filename is None:
            raise
        err.print(f"{error.filename}: {error.strerror}.")
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
