"""For who grades inside nbgrader: `init`, `autograde`."""

from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.app import app, end, out, progress, resumable, ticker
from autograder.cli.options import CORES, AgainOption, CourseOption, JobsOption


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
    from autograder.course.assignment import course_in
    from autograder.gradebook.course_directory import init

    for name in init(folder, course_in(course), first_due=due, db=db):
        out.print(f"{folder / name}")


@app.command()
def autograde(
    name: Annotated[str, typer.Argument(help="The assignment, such as 06_training_loop.", show_default=False)],
    folder: Annotated[Path, typer.Option("--course", help="nbgrader's course directory.")] = Path(),
    jobs: JobsOption = CORES,
    again: AgainOption = False,
) -> None:
    """Grade a whole class into nbgrader's gradebook: what `nbgrader autograde` does, in parallel and resumable.

    Results, records and the class page go to graded/NAME/ in the course directory.

    Exit status: 0 all graded, 1 some could not be graded, 2 the command was not right.
    """
    from autograder.wall import server

    if (folder / "nbgrader_config.py").is_file():
        there = [path.read_bytes() for path in folder.glob(f"submitted/*/{name}/*.ipynb")]
        # It warms up while this process imports nbgrader and, where it must, torch.
        server.start_early(libraries=server.wanted(*there) if there else server.EVERYTHING)
    from autograder.gradebook.course_directory import autograde as each
    from autograder.gradebook.course_directory import class_page
    from autograder.reports import terminal
    from autograder.reports.words import points

    failures, kept = {}, 0
    with (
        resumable(), progress() as shown,
        closing(each(folder, name, jobs, again=again, tick=ticker(shown))) as graded,
    ):  # fmt: skip
        task = shown.add_task(name, total=None)
        for total, done in graded:
            shown.update(task, advance=1, total=total)
            if done.problem:
                failures[done.student] = done.problem
            elif done.kept:
                kept += 1
            else:
                score = f"{points(done.score)} / {points(done.max_score)}"
                shown.console.print(terminal.of_student(done.student, f"{score}  {done.remark}".rstrip()))
    if kept:
        out.print(f"{kept} were graded before and have not changed; --again grades them all the same.")
    if page := class_page(folder, name):
        out.print(f"Class page: {page}")
    end(failures, "Not graded")
