"""For who writes assignments, or has some: `new`, `import`, `prove`, `adopt`, `release`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.cli.app import app, out, progress, references, refuse, ticker
from autograder.cli.options import CORES, CourseOption, JobsOption, NamesArgument

if TYPE_CHECKING:
    from autograder.course.assignment import Assignment


@app.command()
def prove(
    names: NamesArgument = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
    jobs: JobsOption = CORES,
    seed: Annotated[str, typer.Option(help="What the inputs are made from.")] = "prove",
    seeds: Annotated[int, typer.Option(min=0, help="Also try right programs on this many other seeds.")] = 0,
    mutants: Annotated[bool, typer.Option("--mutants", help="Also try generic mutants of the solution.")] = False,
    html: Annotated[Path | None, typer.Option("--html", help="Also write the tables to this page.")] = None,
    strangers: Annotated[
        Path | None,
        typer.Option(help="Instead grade the programs in FOLDER/NAME/, and say which are caught, named and located."),
    ] = None,
    course: CourseOption = None,
) -> None:
    """Test the graders themselves.

    The stub must fail every task, the solution and all of correct/ must get full marks, every misconception must be
    caught, nine in ten of them diagnosed as themselves, and every check must be failed by one of them.

    Exit status: 0 proven, 1 not, 2 the command was not right.
    """
    from autograder.authoring.prove import prove as prove_one
    from autograder.course.assignment import course_in
    from autograder.grading.workers import Setting, workers
    from autograder.reports import proof

    if strangers is not None:
        raise typer.Exit(_strangers(strangers, course_in(course).chosen(names), seed, jobs))
    proofs = []
    for assignment in course_in(course).chosen(names):
        setting = Setting.of(assignment, seed)
        with workers(setting, jobs) as provers, progress() as shown:
            tick = ticker(shown, f"proving {assignment.name}")
            proofs.append(prove_one(provers, setting, assignment, tick, seeds=seeds, mutate=mutants))
        if not as_json:
            out.print(proof.render(proofs[-1]), end="")
    if html is not None:
        html.write_text(proof.page(proofs), encoding="utf-8")
    if as_json:
        out.print_json("[" + ",".join(found.to_json() for found in proofs) + "]")
    raise typer.Exit(1 if any(found.problems for found in proofs) else 0)


def _strangers(folder: Path, assignments: "Sequence[Assignment]", seed: str, jobs: int) -> int:
    """Grades strangers' programs, and gives back the exit status."""
    from autograder.authoring.strangers import strangers
    from autograder.course.errors import UsageError
    from autograder.grading.workers import Setting, workers
    from autograder.reports import strangers as report

    some = [one for one in assignments if any((folder / one.name).glob("*.py"))]
    if not some:
        raise UsageError(
            f"No program in {folder}: expected a folder for each assignment, such as 06_training_loop/x.py."
        )
    problems = 0
    for assignment in some:
        setting = Setting.of(assignment, seed)
        with workers(setting, jobs) as graders, progress() as shown:
            tick = ticker(shown, f"strangers of {assignment.name}")
            found = strangers(graders, setting, assignment, folder / assignment.name, tick)
        out.print(report.render(found), end="")
        problems += len(found.problems)
    return 1 if problems else 0


@app.command()
def adopt(
    folder: Annotated[Path, typer.Argument(help="What `autograder grade` wrote for a class.", show_default=False)],
    student: Annotated[str, typer.Argument(help="Whose program it is taken from.", show_default=False)],
    task: Annotated[str, typer.Argument(help="The task that failed, such as 6.2.", show_default=False)],
    name: Annotated[str, typer.Option(help="What to call it, such as forgets_to_divide.", show_default=False)],
    hint: Annotated[str, typer.Option(help="What students will read: a question, not the answer.", show_default=False)],
    jobs: JobsOption = CORES,
    seed: Annotated[str, typer.Option(help="What hidden inputs were made from. [default: your secret]")] = "",
    course: CourseOption = None,
) -> None:
    """Make a misconception of what a student did that nobody knew, so that all who answer alike read its hint.

    The student's functions of the task become solutions/NAME/misconceptions/, without comments, docstrings and the
    student's name, if they are caught and named there and the student's answers show them; else nothing is kept.

    Exit status: 0 adopted, 1 nothing was kept, 2 the command was not right.
    """
    from autograder.authoring.adopt import adopt as adopt_one
    from autograder.course.assignment import course_in

    adopted = adopt_one(folder, student, task, name, hint, course_in(course), seed, jobs)
    if adopted.why_not:
        refuse(f"{name} was not kept: {adopted.why_not}.", 1)
    out.print(f"{adopted.path}")
    out.print(f"  holds   {', '.join(adopted.defines)}")
    out.print(f"  caught  fails {', '.join(adopted.failed)}")
    out.print(f"  named   in {len(adopted.told)} of the class: {', '.join(adopted.told)}")
    out.print(f"Look it over, then `autograder judge {folder} --write` tells them.")


@app.command("new")
def _new(
    name: Annotated[str, typer.Argument(help="Two digits and words, such as 08_my_topic.", show_default=False)],
    course: CourseOption = None,
) -> None:
    """Start an assignment of your own: solutions/NAME/ with a small one that works, to be edited.

    solutions/README.md tells how to go on. Exit status: 0 made, 1 the name is no good or taken, 2 the command was not right.
    """
    from autograder.authoring.new import new
    from autograder.course.assignment import course_in

    chosen = course_in(course)
    for path in new(chosen, name):
        out.print(f"{path.relative_to(chosen.root)}")


@app.command("import")
def _import(
    system: Annotated[str, typer.Argument(help="nbgrader, otter or pytest.", show_default=False)],
    path: Annotated[Path, typer.Argument(help="The assignment's notebook, or its folder.", show_default=False)],
    name: Annotated[str, typer.Option("--as", help="What to call it. [default: as the file is called]")] = "",
    honest: Annotated[
        bool, typer.Option("--honest", help="In the kit's own form, for solutions/: what is plain is judged outside.")
    ] = False,
    course: Annotated[
        Path | None,
        typer.Option("--course", help="nbgrader's course directory; with --honest, the folder with solutions/ in it."),
    ] = None,
) -> None:
    """Bring over an assignment of another system: into source/ of nbgrader's course directory, or into solutions/.

    Nothing of it is run, and nothing is overwritten. What could not be brought over is listed with its reason.

    Exit status: 0 all of it, 1 something was left, 2 the command was not right.
    """
    from autograder.authoring.imported.bring import bring, bring_honest
    from autograder.course.assignment import course_in
    from autograder.reports import imported

    to = course or Path()
    brought = bring_honest(system, path, course_in(course), name) if honest else bring(system, path, to, name)
    out.print(imported.render(brought), end="")
    raise typer.Exit(1 if brought.left else 0)


@app.command()
def release(
    names: NamesArgument = None,
    bundle: Annotated[
        Path | None, typer.Option("--bundle", help="Also pack all that a student needs into this zip file.")
    ] = None,
    jobs: JobsOption = CORES,
    course: CourseOption = None,
) -> None:
    """Make what students get: assignments/NAME/ with the notebook, its solutions taken out, and checks/.

    Exit status: 0 made, 1 an assignment has a fault, 2 the command was not right.
    """
    from autograder.authoring.release import hand_out, pack
    from autograder.course.assignment import course_in
    from autograder.course.public import SEED
    from autograder.grading.workers import Setting
    from autograder.wall.sandbox import Sandbox

    chosen = course_in(course)
    with Sandbox() as sandbox:
        for assignment in chosen.chosen(names):
            references(Setting.of(assignment, SEED), jobs)
            hand_out(assignment, sandbox)
            out.print(f"assignments/{assignment.name}")
    if bundle is not None:
        bundle.write_bytes(pack(chosen))
        out.print(f"{bundle}")
