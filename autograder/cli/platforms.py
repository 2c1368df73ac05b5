"""For CI and other platforms: `ci`, `report`, `package`, `deliver`."""

import os
import secrets
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.app import app, end, err, out, references, refusing
from autograder.cli.options import CORES, CourseOption, HiddenOption, JobsOption


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
    from autograder.course.assignment import course_in
    from autograder.platforms import ci, repository

    root, top = root.resolve(), repository.top(root.resolve())
    whole = course_in(course) if course else None
    with refusing(3):
        ci.refuse_holes(root, whole)
    since = since or repository.before(os.environ)
    works = repository.changed_works(root, whole, since, everything=everything)
    if not works:
        out.print(f"No work was changed since {since}; --all grades it all the same.")
        return
    token = secrets.token_hex(16) if os.environ.get("GITHUB_ACTIONS") == "true" else ""
    done = []
    with refusing(3):
        for one in ci.grade(works, whole, seed, jobs, top.name):
            plain = one.text(pass_mark, color=out.is_terminal, width=out.width)
            out.file.write(one.log(pass_mark, token) if token else plain)
            if to is not None:
                one.write(top, to)
            done.append(one)
    if token:
        out.file.write(ci.annotations(done, top))
        ci.tell_github(done, pass_mark, os.environ)
    raise typer.Exit(ci.status(done, pass_mark))


@app.command("report")
def _report(
    folder: Annotated[
        Path, typer.Argument(help="What `grade` wrote: one student's folder, or a class's.", show_default=False)
    ],
    name: Annotated[
        str,
        typer.Option(
            "--as",
            help="Such as gradescope, junit or canvas; any other word lists them all.",
            show_default=False,
        ),
    ],
    to: Annotated[
        Path | None, typer.Option("--out", "-o", help="A file; for a class a folder. [default: printed]")
    ] = None,
    hidden: HiddenOption = "visible",
    roster: Annotated[
        Path | None,
        typer.Option(help="For a gradebook: the file that it exported. [default: the class's roster]"),
    ] = None,
    title: Annotated[
        str, typer.Option(help="What the gradebook calls the assignment. [default: the assignment's name]")
    ] = "",
) -> None:
    """Tell results to a platform, in its own form: each one for its student, with nothing in it that is hidden; or, for
    canvas, moodle, blackboard or csv, the scores of a class in one file that the gradebook imports.

    Exit status: 0 told, 1 not, or with scores that are open, 2 the command was not right.
    """
    from autograder.platforms.tell import GRADEBOOKS, gradebook, tell

    if name in GRADEBOOKS:
        filled = gradebook(folder, name, roster=roster, title=title)
        for remark in filled.remarks:
            err.print(remark)
        if to is None:
            out.file.write(filled.text)
        else:
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_text(filled.text, encoding="utf-8", newline="")
        end(filled.left_out, "Left out")
    left_open = False
    for told in tell(folder, name, to, hidden):
        left_open = left_open or told.left_open
        if told.problem:
            err.print(f"{told.folder}: {told.problem}")
        elif to is None:
            out.file.write(told.text)
    raise typer.Exit(1 if left_open else 0)


@app.command("package")
def _package(
    platform: Annotated[
        str, typer.Argument(help="gradescope, prairielearn, classroom50, github or docker.", show_default=False)
    ],
    to: Annotated[Path, typer.Option("--out", "-o", help="A folder, or a .zip file.", show_default=False)],
    name: Annotated[str, typer.Argument(help="The assignment; github and docker need none.", show_default=False)] = "",
    hidden: HiddenOption = "visible",
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
    from autograder.platforms.package import package, put

    prepare = partial(references, jobs=jobs)
    put(package(platform, course, name, prepare, hidden=hidden, tries=tries, image=image, repository=repository), to)
    out.print(f"{to}")


@app.command()
def deliver(
    platform: Annotated[str, typer.Argument(help="gradescope, prairielearn or classroom50.", show_default=False)],
    package: Annotated[Path, typer.Option(help="What `autograder package` made.", show_default=False)],
    prefix: Annotated[Path, typer.Option(help="Where the platform's own paths begin.")] = Path("/"),
    hidden: HiddenOption = "visible",
    tries: Annotated[int, typer.Option(min=0, help="On Gradescope, how many are graded in 24 hours; 0: all.")] = 0,
) -> None:
    """Grade a submission on a platform: packages run this. It writes the file that the platform reads.

    Exit status: 0 graded, 1 some check could not be made, through the kit's own fault, 2 the command was not right.
    """
    from autograder.wall import server

    server.start_early(libraries=("torch",))  # it warms up while this process imports torch
    from autograder.platforms import deliver as delivery

    graded = delivery.deliver(platform, package, prefix, hidden=hidden, tries=tries)
    if graded is None:
        out.print("This submission comes too soon: its results file says so.")
        return
    for fault in graded.faults:
        err.print(fault)
    out.print(f"{prefix / delivery.PLACES[platform].results}")
    raise typer.Exit(1 if graded.result.is_open else 0)
