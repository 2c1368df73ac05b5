"""Reads a folder with a module for students and pytest files that import it, as GitHub Classroom has them."""

import ast
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from autograder.authoring.imported.book import Book, Case, Part, Question, Step, data_in, is_marked
from autograder.course.assignment import BEGIN, END
from autograder.course.errors import UsageError

_TESTED: Final = ("test_*.py", "*_test.py", "tests/test_*.py", "tests/*_test.py")
_DEFINES = ast.FunctionDef | ast.ClassDef


def from_pytest(folder: Path) -> Book:
    """An assignment of modules and tests, from its folder: a question for each function or class. Raises UsageError."""
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder; name the one with the module and its tests")
    files = sorted({file for pattern in _TESTED for file in folder.glob(pattern)})
    if not files:
        raise UsageError(
            f"{folder}: there is no test_*.py in it, nor in its folder tests/; name the folder that has them"
        )
    trees = {file: _tree(file) for file in files}
    modules = {name: folder / f"{name}.py" for tree in trees.values() for name in _imported(tree)}
    modules = {name: file for name, file in modules.items() if file.is_file()}
    if not modules:
        raise UsageError(f"{folder}: the tests import no module that lies there; they say `from hw import f` for hw.py")
    book = Book(folder.resolve().name, files=data_in(folder))
    questions = {question.name: question for file in modules.values() for question in _questions(file, book)}
    points = _points(folder)
    for file, tree in trees.items():
        for case, names in _cases(file, tree, set(modules), points, book):
            about = next((name for name in names if name in questions), "")
            if not about:
                book.leave(file.name, case.text.split("\n")[0][:60], "it names nothing that the module defines")
            else:
                questions[about].cases.append(case)
    for question in questions.values():
        if not question.cases:
            book.leave(question.name, "points", "no test names it, so nothing can earn them")
    return book


def _tree(file: Path) -> ast.Module:
    try:
        return ast.parse(file.read_text(encoding="utf-8"))
    except (SyntaxError, ValueError) as error:
        raise UsageError(
            f"{file}, line {getattr(error, 'lineno', 1)}: it is no Python; mend it and come again"
        ) from None


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


# ---------------------------------------------------------------------------------------------------------- the module


def _questions(file: Path, book: Book) -> Iterator[Question]:
    """What a module defines, each a question; all else of it is code between them."""
    text = file.read_text(encoding="utf-8")
    lines = text.split("\n")
    for node in _tree(file).body:
        first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])
        source = "\n".join(lines[first - 1 : node.end_lineno])
        if not isinstance(node, _DEFINES):
            if not (isinstance(node, ast.If) and "__main__" in source):
                book.content.append(Part("code", source))
            continue
        question = Question(node.name, [Part("answer", source if is_marked(source) else _answered(node, lines, first))])
        if _is_stub(node):
            book.leave(node.name, "its solution", f"{file.name} has none; write it between the marks")
        book.content.append(question)
        yield question


def _answered(node: _DEFINES, lines: Sequence[str], first: int) -> str:
    """A definition with marks around the bodies of its functions; a class without one is an answer as a whole."""
    inner = [one for one in getattr(node, "body", []) if isinstance(one, ast.FunctionDef)]
    functions = [node] if isinstance(node, ast.FunctionDef) else inner
    made = dict(enumerate(lines[first - 1 : node.end_lineno], first))
    if not functions:
        return "\n".join([BEGIN, *made.values(), END])
    for function in functions:
        body = function.body[1:] if ast.get_docstring(function) is not None else function.body
        if not body or body[0].lineno == function.lineno:  # all of it on one line
            return "\n".join([BEGIN, *lines[first - 1 : node.end_lineno], END])
        indent = " " * body[0].col_offset
        start, end = body[0].lineno, function.end_lineno or body[-1].lineno
        made[start] = f"{indent}{BEGIN}\n{made[start]}"
        made[end] = f"{made[end]}\n{indent}{END}"
        if not function.body[1:] and len(body) < len(function.body):
            return "\n".join(made.values())
    return "\n".join(made.values())


def _is_stub(node: _DEFINES) -> bool:
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return all(
        isinstance(one, ast.Pass | ast.Raise) or (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))
        for one in body
    )


# ----------------------------------------------------------------------------------------------------------- the tests


def _points(folder: Path) -> Mapping[str, float]:
    """The points by test that GitHub Classroom's settings name."""
    file = folder / ".github" / "classroom" / "autograding.json"
    found: dict[str, float] = {}
    if file.is_file():
        try:
            for test in json.loads(file.read_text(encoding="utf-8"))["tests"]:
                names = re.findall(r"::(\w+)", str(test.get("run", "")))
                found |= {name: float(test.get("points") or 0) / len(names) for name in names}
        except (ValueError, KeyError, TypeError, AttributeError):
            raise UsageError(f"{file}: it has not the form of GitHub Classroom's settings") from None
    return found


def _cases(
    file: Path, tree: ast.Module, modules: set[str], points: Mapping[str, float], book: Book
) -> Iterator[tuple[Case, list[str]]]:
    """The cases of a file, and the names that each one uses."""
    imports, functions, helpers = [], [], []
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            if not modules & set(_imported(ast.Module([node], []))):
                imports.append(ast.unparse(node))
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            functions.append(node)
        elif isinstance(node, ast.ClassDef):
            book.leave(f"{file.name}, {node.name}", "a class of tests", "its tests may need what the class sets up")
        elif not isinstance(node, ast.Expr):
            helpers.append(node)
    hidden = "hidden" in file.stem
    for function in functions:
        arguments, why = _arguments(function)
        used = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
        if any(name in used for node in helpers for name in _defined(node)):
            why = "it uses something else that its file defines"
        if why:
            book.leave(f"{file.name}, {function.name}", "a test", why)
            continue
        plain = _Flat(modules).visit(ast.parse(ast.unparse(function)).body[0])
        plain.decorator_list = []
        names = [node.id for node in ast.walk(plain) if isinstance(node, ast.Name)]
        needed = [line for line in imports if set(re.findall(r"\w+", line.split("import")[-1])) & used]
        earned = points.get(function.name, 1.0) / len(arguments)
        for values in arguments:
            call = f"{function.name}({', '.join(values)})"
            source = "\n".join([*needed, ast.unparse(ast.fix_missing_locations(plain)), call])
            yield Case((Step(source),), hidden, earned), names


def _defined(node: ast.stmt) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.FunctionDef):
            yield one.name
        elif isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store):
            yield one.id


def _arguments(function: ast.FunctionDef) -> tuple[list[list[str]], str]:
    """The arguments that a test is called with, time after time; or why nobody can say."""
    names = [argument.arg for argument in function.args.args]
    calls: list[list[str]] = [[]]
    for decorator in function.decorator_list:
        match decorator:
            case ast.Call(
                func=ast.Attribute(attr="parametrize"),
                args=[ast.Constant(value=str(given)), ast.List() | ast.Tuple() as rows],
            ):
                if [one.strip() for one in given.split(",")] != names or calls != [[]]:
                    return calls, "only one list of parametrize with all of its arguments can be read"
                calls = []
                for row in rows.elts:
                    values = row.elts if len(names) > 1 and isinstance(row, ast.Tuple | ast.List) else [row]
                    if len(values) != len(names):
                        return [[]], "the values of parametrize are not written out"
                    calls.append([ast.unparse(value) for value in values])
            case _:
                return calls, f"nobody but pytest knows what @{ast.unparse(decorator)[:40]} does"
    if names and calls == [[]]:
        return calls, f"it needs the fixture {names[0]}"
    return calls or [[]], "" if calls else "parametrize has no values"


class _Flat(ast.NodeTransformer):
    """Takes the module's name from `hw.f`: in a notebook there is only `f`."""

    def __init__(self, modules: set[str]):
        self.modules = modules

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        """`hw.f` as `f`."""
        self.generic_visit(node)
        if isinstance(node.value, ast.Name) and node.value.id in self.modules:
            return ast.copy_location(ast.Name(node.attr, node.ctx), node)
        return node
