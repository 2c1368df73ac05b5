"""Makes a misconception of what a student did that nobody knew: from the functions of one task, proven before it is kept."""

import ast
import difflib
import re
import textwrap
import warnings
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir

from autograder.course.assignment import Assignment, Course
from autograder.course.errors import InstructorError, UsageError
from autograder.grading import store
from autograder.grading.batch import Rejudging
from autograder.grading.edits import Definition, definitions, mentioned, reached
from autograder.grading.glance import anonymous
from autograder.grading.reference import asked_for, laid_over
from autograder.grading.workers import Setting, grader_of, prepared
from autograder.result import Check, Outcome, Result, one_line, parts_of
from autograder.submission.notebook import UnreadableError, from_bytes, from_code, makes
from autograder.wall.doctor import hole


@dataclass(frozen=True)
class Adopted:
    """What became of an adoption."""

    path: Path
    defines: Sequence[str]
    """The names of the student's that the misconception holds."""
    failed: Sequence[str]
    """The checks that catch it."""
    told: Sequence[str]
    """The students who read its hint when their answers are judged again."""
    why_not: str = ""
    """Why it was not kept, in one sentence."""


def adopt(folder: Path, student: str, task: str, name: str, hint: str, course: Course, seed: str, jobs: int) -> Adopted:
    """Writes ``misconceptions/NAME.py`` from a student's functions of a task, if it is caught and named, and tells him.

    What does not hold is not kept: a file that names nobody, or is taken for another one, would only silence hints. Raises
    UsageError for what cannot be adopted. The student's code runs behind the wall, and nowhere else.
    """
    results = Rejudging(folder, course, seed)
    assignment = results.assignment
    path = assignment.folder / "misconceptions" / f"{name}.py"
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise UsageError(f"--name {one_line(name, 60)}: small letters, digits and _, such as forgets_to_divide.")
    if path.exists():
        raise UsageError(f"{assignment.name} has a misconception {name} already; take another --name.")
    if not (hint := one_line(hint)):
        raise UsageError("--hint is what students will read: a question that does not give the answer away.")
    if not results.setting.protected:
        raise UsageError(f"{folder} was graded without the wall; nothing of it is run again.")
    place, result = _of(results.folders, student)
    source, names = _overlay(assignment, place, result, task, _about(results.setting, assignment, result, task))
    if problem := hole(assignment.root, folder, Path(gettempdir())):
        raise InstructorError(f"Nothing was run: {problem}. Run `autograder doctor`.")
    with suppress(FileExistsError):
        path.parent.mkdir()
    path.write_text(_file(hint, task, source), encoding="utf-8")
    kept = False
    try:
        adopted = _proven(folder, course, seed, jobs, path, names, student, task)
        kept = not adopted.why_not
    finally:
        if not kept:
            path.unlink()
    return adopted


def _of(folders: Sequence[Path], student: str) -> tuple[Path, Result]:
    """The folder and the result of a student."""
    found = dict[str, tuple[Path, Result]]()
    for place in folders:
        with suppress(OSError, ValueError):
            result = store.result_in(place)
            found[result.student] = place, result
    if student not in found:
        near = difflib.get_close_matches(student, found, n=1)
        guess = f" Did you mean {near[0]}?" if near else ""
        raise UsageError(f"There is no result of {one_line(student, 60)} in {folders[0].parent}.{guess}")
    return found[student]


def _failed(result: Result, task: str) -> list[Check]:
    """The checks of a task that a student failed."""
    if result.ungraded:
        raise UsageError(f"{result.student} was not graded: {result.ungraded.reason}.")
    failed = [check for check in result.checks if check.outcome is Outcome.FAILED]
    mine = [check for check in failed if check.task == task]
    if not mine:
        tasks = ", ".join(dict.fromkeys(check.task for check in failed)) or "nothing"
        raise UsageError(f"{result.student} failed no check of task {one_line(task, 20)}; failed: {tasks}.")
    return mine


def _about(setting: Setting, assignment: Assignment, result: Result, task: str) -> list[str]:
    """What a task asks for: the names that its cells define, or else those that its failed checks are about."""
    failed = _failed(result, task)
    if names := asked_for(assignment).get(task):
        return names
    with prepared(setting, 1) as executor:
        return executor.submit(_names, setting, failed).result()


def _names(setting: Setting, checks: Sequence[Check]) -> list[str]:
    return sorted(grader_of(setting).follow.about(checks))


# --------------------------------------------------------------------------------------------------------- the program


def _overlay(
    assignment: Assignment, place: Path, result: Result, task: str, names: Sequence[str]
) -> tuple[str, list[str]]:
    """The student's definitions of these names that are not the solution's, with what only they use; and their names."""
    try:
        cells = from_bytes((place / "notebook.ipynb").read_bytes(), "notebook.ipynb", result.student).code
    except (OSError, UnreadableError) as error:
        raise UsageError(f"The notebook of {result.student} cannot be read: {error}.") from None
    theirs = laid_over(assignment, None)
    solution, mine = definitions(theirs), definitions(cells)
    if not any(name in mine for name in names):
        raise UsageError(f"{result.student} defines nothing that task {task} asks for: {', '.join(names)}.")
    some = reached(mine, names, solution.keys() - {*names})
    some.sort(key=lambda one: [*mine].index(one.name))
    try:
        new = [one for one in some if one.name not in solution or _bare(one) != _bare(solution[one.name])]
        if not any(one.name in names for one in new):
            raise UsageError(
                f"What {result.student} wrote for task {task} is the solution's own, so the fault lies elsewhere."
            )
        imports = _imports(cells, set().union(*(mentioned(one.text) for one in new)), theirs)
        return _nameless([*imports, *(one.text for one in new)], result.student, solution), [one.name for one in new]
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        why = error.msg if isinstance(error, SyntaxError) else "it is too large"
        raise UsageError(f"What {result.student} wrote for task {task} does not parse: {why}.") from None


def _imports(cells: Iterable[str], wanted: Collection[str], theirs: Iterable[str]) -> list[str]:
    """The student's lines that import something wanted that the solution does not."""
    given = set().union(*map(makes, theirs))
    lines = [line for cell in cells for line in re.findall(r"^(?:import|from) .+[^\\(]$", cell, re.MULTILINE)]
    return [line for line in dict.fromkeys(lines) if makes(line) & {*wanted} - given]


def _tree(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about the student's code
        return ast.parse(text)


def _bare(definition: Definition) -> str:
    return anonymous(_tree(definition.text), lambda _: False)


def _nameless(texts: Sequence[str], student: str, keep: Collection[str]) -> str:
    """The program without comments, docstrings and its author's name; names to `keep` are those that others use."""
    trees, parts = [_tree(text) for text in texts], parts_of(student)
    nodes = [node for tree in trees for node in ast.walk(tree)]

    def tells(text: str | bytes) -> bool:
        return isinstance(text, str) and any(part in text.casefold() for part in parts)

    asked = {node.arg for node in nodes if isinstance(node, ast.arg)}  # others may call them by keyword
    names = [node for node in nodes if isinstance(node, ast.Name) and node.id not in asked | {*keep}]
    telling = dict.fromkeys(node.id for node in names if isinstance(node.ctx, ast.Store) and tells(node.id))
    other = {name: f"value_{number}" for number, name in enumerate(telling, 1)}
    for node in names:
        node.id = other.get(node.id, node.id)
    return "\n\n\n".join(anonymous(tree, tells) for tree in trees)


def _file(hint: str, task: str, source: str) -> str:
    text = textwrap.fill(hint.replace("\\", "\\\\").replace('"""', r"\"\"\""), 116, break_long_words=False)
    return f'"""{text}\n\ntask = {task}\n"""\n\n\n{source}\n'


# ----------------------------------------------------------------------------------------------------------- the proof


def _proven(
    folder: Path, course: Course, seed: str, jobs: int, path: Path, names: Sequence[str], student: str, task: str
) -> Adopted:
    """What the graders, with the new misconception among what they know, say of it and of the class's saved answers."""
    again = Rejudging(folder, course, seed)
    with prepared(again.setting, jobs) as executor:
        result = executor.submit(_alone, again.setting, path.stem).result()
        for _ in again.judge(executor):
            pass
    failed = [check.name for check in result.checks if check.task == task and check.outcome is Outcome.FAILED]
    named = {it.misconception for it in result.diagnoses if it.task == task}
    told = [after.student for _, after in again.changes if (path.stem, task) in _named(after)]
    why_not = ""
    if not failed:
        why_not = f"in the solution it passes task {task}, so what {student} lost there lies outside {', '.join(names)}"
    elif named != {path.stem}:
        others = ", ".join(sorted(named - {path.stem, ""}))
        why_not = (
            f"it is taken for {others}" if others else "no hint is shown for it: another known fault answers alike"
        )
    elif student not in told:
        why = next(iter(again.failures.values()), "") if len(again.failures) == len(again.folders) else ""
        why_not = (
            why or f"the solution with it does not answer as {student}'s program does, which may hold another fault"
        )
    return Adopted(path, names, failed, told, why_not)


def _alone(setting: Setting, name: str) -> Result:
    grader = grader_of(setting)
    (overlay,) = (one for one in grader.assignment.misconceptions if one.name == name)
    return grader.grade(from_code(laid_over(grader.assignment, overlay), name)).result


def _named(result: Result) -> set[tuple[str, str]]:
    return {(it.misconception, it.task) for it in result.diagnoses}
