"""For who grades: `grade`, `judge`, `similar`, `doctor`."""

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.app import app, end, err, executor, out, progress, references, refuse, resumable
from autograder.cli.options import CORES, AgainOption, AssignmentOption, CourseOption, JobsOption


@app.command()
def grade(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="A download of a platform's, as a folder or .zip; folders with one file or folder for each student; files.",
            show_default=False,
        ),
    ],
    assignment: AssignmentOption,
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
    scheme: Annotated[
        str,
        typer.Option(
            "--from",
            help="Where the submissions come from: canvas, moodle, blackboard, gradescope, google, github or plain. "
            "[default: seen from the names]",
        ),
    ] = "",
    roster: Annotated[
        Path | None,
        typer.Option(help="A table of the class (.csv) that gives names and order, and shows who handed in nothing."),
    ] = None,
    again: AgainOption = False,
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
    from autograder.wall import server

    if not cluster and device in ("cpu", "cuda"):
        server.start_early(device, server.needed(*paths))  # it warms up while this process imports torch
    from autograder.submission.find import hidden, refuse_what_is_none

    refuse_what_is_none(paths, archives=True)
    from autograder.course.assignment import course_in
    from autograder.grading.batch import begin
    from autograder.grading.workers import Setting
    from autograder.reports import terminal

    setting = Setting.of(course_in(course).find(assignment), seed, protected=not unsafe_no_sandbox, device=device)
    batch = begin(paths, setting, to, again=again, elsewhere=bool(cluster), scheme=scheme, roster=roster)
    for remark in filter(None, (*batch.remarks, hidden(paths))):
        err.print(remark)
    with resumable(), executor(cluster, setting, min(jobs, max(len(batch.waiting), 1))) as (workers, count, shown):
        task = shown.add_task(setting.assignment, total=len(batch.waiting))
        for result in batch.grade(workers, 2 * count):
            shown.advance(task)
            if len(batch.found) > 1:
                shown.console.print(terminal.line(result))
    if batch.kept:
        out.print(
            f"{batch.kept} of {len(batch.found)} were graded before and have not changed; --again grades them all the same."
        )
    if len(batch.results) == 1:
        out.file.write(terminal.render(batch.results[0], color=out.is_terminal, width=out.width))
    out.print(f"Class page: {to / 'index.html'}")
    end(batch.failures, "Not graded")


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
    from autograder.course.assignment import course_in
    from autograder.grading.batch import Rejudging
    from autograder.grading.workers import unprepared, workers
    from autograder.reports import changes

    again = Rejudging(folder, course_in(course), seed)
    if unprepared(again.setting):
        references(again.setting, jobs)
    with workers(None, min(jobs, len(again.folders))) as judges, progress() as shown:
        for _ in shown.track(again.judge(judges, write=write), len(again.folders), description=again.assignment.name):
            pass
    out.print(changes.render(again.changes), end="")
    if again.changes:
        out.print(f"Written to {folder}." if write else "Nothing is written yet; --write does it.")
    end(again.failures, "Not judged")


@app.command()
def similar(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="Submissions as `autograder grade` takes them, or nbgrader's submitted/.", show_default=False
        ),
    ],
    assignment: AssignmentOption,
    to: Annotated[Path, typer.Option("--out", "-o", help="The page to write.", show_default=False)],
    course: CourseOption = None,
) -> None:
    """Find submissions that share unlikely code, and show them side by side: a reason to look, not a verdict.

    Names, comments, layout and the order of functions do not count, nor what the stub holds or many wrote. Nothing is run.

    Exit status: 0 all were compared, 1 some could not be, 2 the command was not right.
    """
    from autograder.course.assignment import course_in
    from autograder.reports import similar as report
    from autograder.submission.find import find, hidden, refuse_nobody, refuse_what_is_none

    refuse_what_is_none(paths, archives=True)
    whole = course_in(course)
    chosen = whole.find(assignment)
    if to.is_dir():
        refuse(f"--out {to} is a folder; name the page to write, such as {to / 'similar.html'}.")
    try:
        from autograder.insight.similar import compare
    except ModuleNotFoundError as error:
        refuse(f"{error.name} is missing: `pip install 'autograder[similar]'` brings what this command needs.", 1)
    if remark := hidden(paths):
        err.print(remark)
    handed_in = find(paths, chosen.name, course=whole)
    refuse_nobody(handed_in, paths)
    found = compare(chosen, handed_in)
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(report.render(found), encoding="utf-8")
    out.print(report.lines(found), end="")
    out.print(f"{found.compared} submissions compared. {report.WARNING}")
    out.print(f"Side by side: {to}")
    end(found.problems, "Not compared")


@app.command("doctor")
def _doctor() -> None:
    """Say what is wrong with this environment; where there is a folder solutions/ to grade with, also prove the wall.

    For that a throw-away process is locked as a submission is and tries a hundred forbidden acts. Exit status: 0 all is
    well, 1 not.
    """
    from autograder.course.assignment import has_course
    from autograder.wall.doctor import examine

    well = True
    for finding in examine(grading=has_course()):
        out.print(f"{'ok  ' if finding.well else 'WARN'}  {finding.sentence}")
        well = well and finding.well
    raise typer.Exit(0 if well else 1)
