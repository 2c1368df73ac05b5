"""Writes an assignment of another system in the kit's own form: what is plain as questions and answers, the rest to do."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from autograder.authoring.imported.book import Book, Case, Part, Question, is_marked, slug, worth
from autograder.authoring.imported.plain import MODULES, Asked, NotPlainError, asked
from autograder.course.assignment import BEGIN, END
from autograder.course.errors import UsageError
from autograder.result import one_line


@dataclass
class _Files:
    """The texts that grow case by case."""

    probes: list[str] = field(default_factory=list)
    drawn: dict[str, str] = field(default_factory=dict)
    tests: dict[bool, list[str]] = field(default_factory=lambda: {False: [], True: []})
    """By whether they are hidden."""
    seen: int = 0
    """How many visible ones are plain."""
    names: set[str] = field(default_factory=set)
    """Of the probes."""


def as_course(book: Book, number: int, name: str) -> Mapping[str, str]:
    """The files of `solutions/NAME/`, with the tasks `NUMBER.1` and so on. Raises UsageError where nothing is plain."""
    files = _Files()
    cells = [_markdown(f"# Assignment {number}: {name[3:].replace('_', ' ')}"), "# %%\nfrom autograder import check\n"]
    task = 0
    for item in book.content:
        if isinstance(item, Part):
            cells.append(_cell(item, book))
            continue
        task += 1
        cells += _question(item, f"{number}.{task}", book, files)
    if not files.seen:
        cases = sum(len(question.cases) for question in book.questions)
        raise UsageError(
            f"{book.name}: none of its {cases} cases could be made a visible check; without --honest it is graded by its "
            "own asserts"
        )
    return {
        "solution.py": "\n\n".join(cells),
        "probe.py": _probe(files),
        "test_visible.py": _tests(files.tests[False]),
        **({"test_hidden.py": _tests(files.tests[True])} if files.tests[True] else {}),
    }


# ---------------------------------------------------------------------------------------------------------- solution.py


def _markdown(text: str, options: str = "") -> str:
    lines = "\n".join(f"# {line}".rstrip() for line in text.strip("\n").splitlines())
    return f"# %% [markdown]{options}\n{lines}\n"


def _python(source: str, options: str = "") -> str:
    """A code cell; lines that are no Python, such as magics, are comments in a program."""
    lines = [
        f"# {line}" if re.match(r"[%!?]", line) else re.sub(r"^#( ?%%)", r"# \1", line) for line in source.split("\n")
    ]
    return f"# %%{options}\n" + "\n".join(lines) + "\n"


def _cell(part: Part, book: Book) -> str:
    if part.kind == "text":
        return _markdown(part.source)
    if any(re.match(r"[!?]|%%", line) for line in part.source.split("\n")):
        book.leave("the notebook", "a shell command or cell magic", "it is a comment now")
    return _python(part.source)


def _question(question: Question, task: str, book: Book, files: _Files) -> Iterator[str]:
    tests = [*_tested(question, task, book, files)]
    points = question.by_hand if question.by_hand is not None else sum(one for one, _ in tests)
    yield _markdown(f"## Task {task}: {question.name} ({worth(points)})")
    answers = [part for part in question.parts if part.kind == "answer"]
    for part in question.parts:
        if part.kind in ("text", "code"):
            yield _cell(part, book)
    if answers:
        source = "\n\n".join(
            part.source if is_marked(part.source) else f"{BEGIN}\n{part.source}\n{END}" for part in answers
        )
        yield _python(source, f' task="{task}"')
    if question.by_hand is not None:
        if answers:
            book.leave(
                question.name, f"{worth(points)} by hand", "the kit's tasks by hand are in words; ask with a probe"
            )
        else:
            written = "\n\n".join(part.source for part in question.parts if part.kind == "written")
            yield _markdown(written or "*Write your answer here.*", f' task="{task}" manual=true points={points:g}')
    elif any(seen for _, seen in tests):
        yield f'# %%\ncheck("{task}")\n'


# -------------------------------------------------------------------------------------------------- probe.py, test_*.py


def _tested(question: Question, task: str, book: Book, files: _Files) -> Iterator[tuple[float, bool]]:
    """Writes the questions and checks of a question; gives the points of each, and whether it is visible."""
    if question.at_once and len(question.cases) > 1:
        book.leave(question.name, "all or nothing", "each of its checks has points of its own")
    for number, case in enumerate(question.cases, 1):
        name = f"{slug(question.name)}_{number}".lower()
        name = f"task_{slug(task)}_{number}" if name in files.names else name
        files.names.add(name)
        try:
            found = asked(case, name)
        except NotPlainError as error:
            files.tests[case.hidden].append(_to_do(case, task, str(error)))
            book.leave(f"{question.name}, case {number}", worth(case.points), str(error))
            continue
        files.drawn |= found.drawn
        files.probes.append(_probe_of(found, name))
        files.tests[case.hidden].append(_test_of(found, name, task, case, f"{slug(question.name)}, case {number}"))
        files.seen += not case.hidden
        yield case.points or 0.0, not case.hidden


def _to_do(case: Case, task: str, why: str) -> str:
    # All that could end a line: a text must not become code of a file that is executed.
    text = "\n".join(f"#     {line}".rstrip() for line in case.text.splitlines())
    return f"# TODO {task}, {worth(case.points)}: {one_line(why)}\n{text}\n"


def _probe_of(found: Asked, name: str) -> str:
    lines = [*found.before, "return {" + ", ".join(f'"{n}": {ask.value}' for n, ask in enumerate(found.asks, 1)) + "}"]
    return f"def probe_{name}(student, inputs):\n" + "\n".join(f"    {line}" for line in lines) + "\n"


def _test_of(found: Asked, name: str, task: str, case: Case, where: str) -> str:
    lines = []
    says = f", says={case.message!r}" if case.message else ""
    for number, ask in enumerate(found.asks, 1):
        got, right = f'record["{name}"]["{number}"]', ask.right or f'expected["{name}"]["{number}"]'
        call = f"close({got}, {right}, {ask.room}{says})" if ask.room else f"equal({got}, {right}{says})"
        lines.append(f"    expect.{call}\n")
    fixtures = "record" if all(ask.right for ask in found.asks) else "record, expected"
    # It stands in a text of a file that is executed, so nothing is in it that could end that.
    title = "; ".join(dict.fromkeys(ask.value.replace("student.", "") for ask in found.asks))
    if case.hidden or not re.fullmatch(r"[ !#-\[\]-~]{1,70}", title):
        title = f"{where}, hidden" if case.hidden else where
    marker = f'@pytest.mark.task("{task}", points={case.points or 0:g})'
    return f'{marker}\ndef test_{name}({fixtures}):\n    """{title}"""\n' + "".join(lines)


def _probe(files: _Files) -> str:
    text = "\n\n".join(files.probes)
    wanted = {line for name, line in MODULES.items() if re.search(rf"(?<![\w.]){name}\.", text)} | {"import torch"}
    made = "".join(f'        "{name}": {code},\n' for name, code in files.drawn.items())
    body = (
        f"    draw = torch.Generator().manual_seed(seed)\n    return {{\n{made}    }}\n" if made else "    return {}\n"
    )
    numbers = '    """The numbers of hidden cases: as large as those that they had, and others for each seed."""\n'
    return (
        "\n".join(sorted(wanted))
        + f"\n\n\ndef inputs(seed):\n{numbers if made else ''}{body}\n\n{_spaced(files.probes)}"
    )


def _tests(tests: list[str]) -> str:
    text = "\n".join(tests)
    more = [line for name, line in MODULES.items() if re.search(rf"(?m)^    .*(?<![\w.]){name}\.", text)]
    head = "\n".join(sorted([*dict.fromkeys(more), "import pytest"]))
    return f"{head}\n\nfrom autograder import expect\n\n\n{_spaced(tests)}"


def _spaced(parts: list[str]) -> str:
    return "\n\n".join(parts)
