"""Reads Otter's notebooks: the source that `otter assign` takes, older ones, and what it makes of them.

Otter tests by doctest: the last line of a case shows a value or prints, and that text must be the same.
"""

import ast
import doctest
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal

import yaml

from autograder.authoring.imported.book import (
    Book,
    Case,
    Part,
    Question,
    Step,
    data_in,
    is_marked,
    notebook_in,
    read,
    shared,
)
from autograder.course.assignment import BEGIN, END
from autograder.course.errors import UsageError

_BLOCK: Final = re.compile(r"#+\s+(BEGIN|END)\s+(QUESTION|PROMPT|SOLUTION|TESTS)\b", re.IGNORECASE)
_CONFIG: Final = re.compile(r"#+\s+ASSIGNMENT\s+CONFIG\b", re.IGNORECASE)
_OLD: Final = re.compile(r"BEGIN\s+(QUESTION|ASSIGNMENT)\b", re.IGNORECASE)
_FENCED: Final = re.compile(
    r"^```(?:otter)?[ \t]*\n((?:#+\s+(?:BEGIN|END|ASSIGNMENT)|BEGIN\s+(?:QUESTION|ASSIGNMENT))\b.*?)^```[ \t]*$",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)
_OLD_TEST: Final = re.compile(r"\s*#+\s*(HIDDEN\s+)?TESTS?\b.*", re.IGNORECASE)
_IGNORED: Final = re.compile(r"(?:##\s*ignore\s*##|#\s*ignore\s*$)", re.IGNORECASE | re.MULTILINE)
_TEST_CONFIG: Final = re.compile(
    r'\A(?:.\s*=\s*)?"{2,3}\s*#\s*BEGIN\s*TEST\s*CONFIG[^\n]*\n(.*?)^\s*"{2,3}\s*#\s*END\s*TEST\s*CONFIG[^\n]*\n?',
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)


def from_otter(path: Path) -> Book:
    """An Otter assignment, from its notebook or its folder. Raises UsageError."""
    data = data_in(path)
    path = notebook_in(path)
    reader = _Reader(path)
    reader.book.files |= data
    for number, cell in enumerate(reader.notebook.cells, 1):
        for kind, source in _pieces(cell):
            reader.where = f"{path.name}, cell {number}"
            reader.take(kind, source, cell)
    return reader.end()


def _pieces(cell: Any) -> Iterator[tuple[str, str]]:
    """A cell, or where marks stand fenced in a text, the text and the marks one by one."""
    if cell.cell_type == "markdown":
        first, *rest = _FENCED.split(cell.source)
        pieces = [("text", first)]
        for mark, text in zip(rest[::2], rest[1::2], strict=True):
            pieces += [("raw", mark), ("text", text)]
        whole = len(pieces) == 1 and (_BLOCK.match(first) or _CONFIG.match(first))
        yield from [("raw", first)] if whole else [(kind, text.strip()) for kind, text in pieces if text.strip()]
    else:
        yield cell.cell_type, cell.source.strip("\n")


class _Reader:
    """Takes the cells one after the other."""

    def __init__(self, path: Path):
        self.path, self.where = path, path.name
        self.notebook = read(path)
        self.book = Book(path.stem)
        self.question: Question | None = None
        self.config: dict[str, Any] = {}
        """The question's."""
        self.block = ""
        self.old = False
        self.prompt: list[str] = []
        self.shown = True
        """Whether tests are compared by what they show; else they are functions."""
        self.graders = {"grader"}
        pieces = [piece for cell in self.notebook.cells for piece in _pieces(cell)]
        is_source = any(kind == "raw" and (_BLOCK.match(source) or _OLD.match(source)) for kind, source in pieces)
        self.tests = {} if is_source else _tests_of(path, self.notebook, self.book)
        self.is_made = bool(self.tests)
        self.pending: list[Part] = []
        """In what Otter made: the cells since the last question."""

    def take(self, kind: str, source: str, cell: Any) -> None:
        """One piece of the notebook."""
        if kind == "raw" and (old := _OLD.match(source)):
            self._old(old[1].lower(), source)
        elif kind == "raw" and _CONFIG.match(source):
            self._configure(_yaml(source, self.where))
        elif kind == "raw" and (found := _BLOCK.match(source)):
            (self._begin if found[1].upper() == "BEGIN" else self._close)(found[2].lower(), source)
        elif self.old and kind == "code" and (test := _OLD_TEST.match(source)):
            self._test(source[test.end() :].strip("\n"), cell, hidden=bool(test[1]))
        elif kind == "raw":
            self.book.leave(self.where, "a raw cell", "it is no mark of Otter's, and nobody would see it")
        elif source.strip() and not _IGNORED.match(source):
            self._cell(kind, source, cell)

    def _old(self, what: str, source: str) -> None:
        config = _yaml("#" + source, self.where)
        if what == "assignment":
            self._configure(config)
            return
        self._finish()
        self._ask(config)
        self.old = True

    def _configure(self, config: dict[str, Any]) -> None:
        tests = config.get("tests")
        if isinstance(tests, dict):
            self.shown = bool(tests.get("ok_format", True))
        files = config.get("files")
        names = [str(name) for name in files] if isinstance(files, list) else []
        folder = self.path.parent
        for name in names:
            if (folder / name).is_file() and (folder / name).resolve().is_relative_to(folder.resolve()):
                self.book.files[name] = folder / name
            else:
                self.book.leave("the assignment", name, "no such file lies below the notebook's folder")
        for key, why in _SETTINGS.items():
            if config.get(key):
                self.book.leave("the assignment", key, why)

    def _ask(self, config: dict[str, Any]) -> None:
        if "name" not in config:
            raise UsageError(f"{self.where}: a question without a name; write `name: q1` below BEGIN QUESTION")
        self.config, self.prompt, self.old = config, [], False
        self.question = Question(str(config["name"]), at_once=bool(config.get("all_or_nothing")))
        if config.get("manual"):
            points = config.get("points")
            self.question.by_hand = float(points) if isinstance(points, (int, float)) else 0.0
        if any(one.name == self.question.name for one in self.book.questions):
            raise UsageError(f"{self.where}: there are two questions {self.question.name!r}; names are for one each")

    def _begin(self, block: str, source: str) -> None:
        if block == "question":
            if self.question and not self.old:
                raise UsageError(f"{self.where}: BEGIN QUESTION inside {self.question.name}; END QUESTION is missing")
            self._finish()
            self._ask(_yaml(source, self.where))
        elif not self.question:
            raise UsageError(f"{self.where}: BEGIN {block.upper()} outside a question; BEGIN QUESTION comes first")
        elif self.block:
            raise UsageError(f"{self.where}: BEGIN {block.upper()}, but END {self.block.upper()} is missing before it")
        else:
            self.block = block

    def _close(self, block: str, _source: str) -> None:
        if block == "question" and self.question and not self.block:
            self._finish()
        elif block == self.block != "":
            self.block = ""
        else:
            missing = f"END {self.block.upper()} is missing before it" if self.block else "nothing was begun"
            raise UsageError(f"{self.where}: END {block.upper()}, but {missing}")

    def _cell(self, kind: str, source: str, cell: Any) -> None:
        if self.old and self.question and self.question.cases:  # an older question ends with its tests
            self._finish()
        if kind == "code":
            if self.block == "tests":
                self._test(source, cell)
                return
            source = self._without_calls(source)
        if not source.strip():
            return
        parts: list[Any] = self.question.parts if self.question else self.pending if self.is_made else self.book.content
        if self.block == "prompt":
            self.prompt.append(source)
        elif kind == "text":
            written = self.block == "solution" or bool(re.match(r"(?:\*\*|#+ *)SOLUTION", source, re.IGNORECASE))
            parts.append(self._written(source) if written and self.question else Part("text", source))
        else:
            parts.append(self._code(source, cell))

    def _written(self, source: str) -> Part:
        """A solution in words: the prompt is what students get in its place."""
        prompt, self.prompt = "\n\n".join(self.prompt), []
        return Part("written", f"{prompt}\n\n{BEGIN}\n{source}\n{END}".strip())

    def _code(self, source: str, cell: Any) -> Part:
        made = marked(source)
        if any(line.rstrip().endswith("# SEED") for line in source.split("\n")):
            self.book.leave(self._place, "a line with # SEED", "students do not have it, so it was left out")
        if self.prompt and is_marked(made):
            prompt, self.prompt = "\n\n".join(self.prompt), []
            made = "\n".join([*(f"# {line}".rstrip() for line in prompt.split("\n")), made])
        if is_marked(made):
            return Part("answer", made)
        if self.block == "solution":
            self.book.leave(self._place, "a solution cell without # SOLUTION", "students see it whole, as with Otter")
        elif "otter_answer_cell" in cell.metadata.get("tags", []):
            return Part("answer", f"{made}\n{BEGIN}\n{END}")
        return Part("code", made)

    @property
    def _place(self) -> str:
        return self.question.name if self.question else self.where

    def _test(self, source: str, cell: Any, *, hidden: bool = False) -> None:
        assert self.question is not None
        hidden = hidden or bool(re.match(r"\s*#.*\bhidden\b", source.split("\n")[0], re.IGNORECASE))
        source = re.sub(r"\A\s*#+\s*HIDDEN\b[^\n]*\n?", "", source, flags=re.IGNORECASE)
        config: dict[str, Any] = {}
        if found := _TEST_CONFIG.match(source):
            config, source = _yaml(found[1], self.where), source[found.end() :]
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError):
            raise UsageError(
                f"{self.where}: the test of {self.question.name} is no Python; mend it and come again"
            ) from None
        shows, printed = _shown(cell)
        if not self.shown and tree.body and isinstance(tree.body[0], ast.FunctionDef):
            source, shows = called(tree.body[0]), ""
        self.question.cases.append(self._case([Step(source.strip("\n"), shows, printed)], hidden, config))

    def _case(self, steps: list[Step], hidden: bool, config: dict[str, Any]) -> Case:
        if config.get("success_message"):
            self.book.leave(self._place, "a success message", "nbgrader says nothing about a test that is passed")
        return Case(
            tuple(steps),
            bool(config.get("hidden", hidden)),
            config.get("points"),
            str(config.get("failure_message") or ""),
        )

    def _without_calls(self, source: str) -> str:
        """A cell without Otter's own lines; where they check a question that Otter made, it ends here."""
        try:
            body = ast.parse(source).body
        except (SyntaxError, ValueError):
            return source
        lines = source.split("\n")
        for statement in body:
            if not self._is_otters(statement):
                continue
            for number in range(statement.lineno - 1, statement.end_lineno or statement.lineno):
                lines[number] = ""
            for name in re.findall(r"\.check\(\s*[\"']([^\"']+)", ast.unparse(statement)):
                self._made(name)
        return "\n".join(lines).strip("\n")

    def _is_otters(self, statement: ast.stmt) -> bool:
        match statement:
            case ast.Import(names=names):
                return any(name.name.split(".")[0] == "otter" for name in names)
            case ast.ImportFrom(module=str(module)):
                return module.split(".")[0] == "otter"
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=func)):
                if (ours := ast.unparse(func).startswith("otter.")) is True:
                    self.graders.add(name)
                return ours
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name)))):
                return name in {*self.graders, "otter"}
        return False

    def _made(self, name: str) -> None:
        """The question whose check Otter put here, with the tests that it made."""
        if name not in self.tests or self.question:
            return
        config, cases = self.tests.pop(name)
        self.question = Question(name, self.pending, at_once=bool(config.get("all_or_nothing")))
        self.config, self.pending = config, []
        self.question.cases = [self._case(steps, bool(about.get("hidden", True)), about) for steps, about in cases]
        self._finish()

    def _finish(self) -> None:
        """Puts a question where it belongs."""
        if not (question := self.question):
            return
        if question.by_hand is None:
            question.cases = shared(self.config.get("points"), question.cases, f"{self.path.name}, {question.name}")
            if not question.cases:
                self.book.leave(question.name, "points", "it has no test, so nothing can earn them")
        elif question.cases:
            self.book.leave(question.name, "its tests", "a person gives its points")
            question.cases = []
        if self.prompt:  # a prompt without a solution is what students fill
            prompt = "\n\n".join(self.prompt)
            kind: Literal["answer", "written"] = "answer" if question.by_hand is None else "written"
            question.parts.append(Part(kind, f"{prompt}\n{BEGIN}\n{END}"))
        self.book.content.append(question)
        self.question, self.block, self.prompt, self.old = None, "", [], False

    def end(self) -> Book:
        """The whole assignment."""
        if self.question and not self.old:
            raise UsageError(f"{self.path.name}: {self.question.name} has no END QUESTION; add it as a raw cell")
        self._finish()
        for name in list(self.tests):
            self._made(name)
        self.book.content += self.pending
        if not self.book.questions:
            raise UsageError(
                f"{self.path}: no BEGIN QUESTION and no tests of Otter's; the source notebook has them, and what "
                "`otter assign` makes where the folder tests/ lies beside it"
            )
        if any("<!-- BEGIN QUESTION -->" in part.source for part in self.book.content if isinstance(part, Part)):
            self.book.leave("the assignment", "questions by hand", "their points stand only in the source notebook")
        return self.book


_SETTINGS: Final = {
    "seed": "seeds are set in a cell of the notebook",
    "plugins": "Otter's plugins run in Otter only",
    "environment": "the environment is the kit's; install what the course needs there",
    "requirements": "the environment is the kit's; install what the course needs there",
    "variables": "nothing is logged",
}


def _yaml(source: str, where: str) -> dict[str, Any]:
    try:
        found = yaml.safe_load(source)
    except yaml.YAMLError as error:
        raise UsageError(f"{where}: its settings are no YAML: {str(error).splitlines()[0]}") from None
    if found is not None and not isinstance(found, dict):
        raise UsageError(f"{where}: its settings are lines such as `name: q1`, and not {str(found)[:40]!r}")
    return found or {}


def _shown(cell: Any) -> tuple[str, bool]:
    """What a cell showed when it was saved, and whether that was printed."""
    shown, printed = "", False
    for output in cell.get("outputs", []):
        if output.output_type == "stream" and output.get("name") == "stdout":
            shown, printed = shown + output.text, True
        elif "data" in output:
            shown += output.data.get("text/plain", "")
    return shown.rstrip("\n"), printed


def called(function: ast.FunctionDef) -> str:
    """A test that is a function, and its call: `env` is all names of the notebook, any other argument is one of them."""
    function = ast.FunctionDef(**(dict(ast.iter_fields(function)) | {"decorator_list": []}))
    names = [argument.arg for argument in function.args.args]
    values = [f"{name}=globals()" if name == "env" else f'{name}=globals().get("{name}")' for name in names]
    return f"{ast.unparse(ast.fix_missing_locations(function))}\n\n{function.name}({', '.join(values)})"


# ------------------------------------------------------------------------------------------------------------ solutions


_BEGINS: Final = re.compile(r"(\s*)#\s?BEGIN SOLUTION(?: NO PROMPT)?\s*$")
_ASSIGNS: Final = re.compile(r"(\s*[\w.,\s\[\]'\"]+?=)(?!=)")
_SOLUTION: Final = re.compile(r"\s*#\s?SOLUTION( NO PROMPT)?\s*$")


def marked(source: str) -> str:
    """Code with nbgrader's marks in the place of Otter's; what students were to see of a line stands above as a comment."""
    made: list[str] = []
    run: list[str] = []
    hints: list[str] = []
    block = prompt = False

    def close() -> None:
        if run:
            indent = _indent(next((line for line in run if line.strip()), ""))
            made.extend([*hints, indent + BEGIN, *run, indent + END])
        run.clear()
        hints.clear()

    for line in source.split("\n"):
        bare = line.rstrip()
        if bare.endswith("# END SOLUTION"):
            block = False
            close()
        elif block:
            run.append(line)
        elif _BEGINS.match(bare):
            close()
            block = True
        elif bare.endswith(("# SEED", "# BEGIN PROMPT", "# END PROMPT")):
            close()
            prompt = bare.endswith("# BEGIN PROMPT") or (prompt and not bare.endswith("# END PROMPT"))
        elif prompt:
            made.append(f"{_indent(line)}# {line.strip()}".rstrip())
        elif found := _SOLUTION.search(bare):
            if run and len(_indent(bare)) < len(_indent(run[0])):
                close()
            run.append(bare[: found.start()])
            if not found[1] and (target := _ASSIGNS.match(bare)):
                hints.append(f"{_indent(bare)}# {target[1].strip()} ...")
        else:
            close()
            made.append(line)
    close()
    return "\n".join(made)


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


# ---------------------------------------------------------------------------------------------- tests that Otter has made

_Made = tuple[dict[str, Any], list[tuple[list[Step], dict[str, Any]]]]


def _tests_of(path: Path, notebook: Any, book: Book) -> dict[str, _Made]:
    """The tests in a notebook's metadata and in `tests/` beside it, by question."""
    found: dict[str, _Made] = {}
    about = notebook.metadata.get("otter")
    tests = about.get("tests", {}) if isinstance(about, dict) else {}
    for name, test in tests.items() if isinstance(tests, dict) else ():
        found[name] = _of_functions(test, path, name) if isinstance(test, str) else _of_suites(test, path, name, book)
    for file in sorted((path.parent / "tests").glob("*.py")):
        text = file.read_text(encoding="utf-8")
        name = file.stem
        try:
            body = ast.parse(text).body
        except (SyntaxError, ValueError):
            raise UsageError(f"{file}: it is no Python; mend it and come again") from None
        for statement in body:
            match statement:
                case ast.Assign(targets=[ast.Name(id="test")], value=value):
                    try:
                        found[name] = _of_suites(ast.literal_eval(value), file, name, book)
                    except ValueError:
                        raise UsageError(f"{file}: `test` is not written out; only a plain dict can be read") from None
        if name not in found and "test_case" in text:
            found[name] = _of_functions(text, file, name)
    return found


def _of_suites(test: Any, file: Path, name: str, book: Book) -> _Made:
    cases = []
    try:
        for suite in test["suites"]:
            if suite.get("setup") or suite.get("teardown"):
                book.leave(name, "setup or teardown of a suite", "Otter does not run them either")
            for case in suite["cases"]:
                parsed = doctest.DocTestParser().get_examples(case["code"])
                cases.append(([*_merged(parsed)], case))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise UsageError(f"{file}, {name}: it has not the form of Otter's tests: suites with cases with code") from None
    return test, cases


def _merged(examples: list[doctest.Example]) -> Iterator[Step]:
    """One step for all lines up to one that shows something."""
    lines: list[str] = []
    for example in examples:
        lines.append(example.source.rstrip("\n"))
        if example.want:
            shows = example.want.rstrip("\n")
            yield Step("\n".join(lines), shows, printed=not is_value(shows))
            lines = []
    if lines:
        yield Step("\n".join(lines))


def is_value(shows: str) -> bool:
    """Whether a text is how Python writes a value, and not something printed."""
    try:
        ast.literal_eval(shows)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return bool(re.match(r"(?:tensor|array|np\.\w+|torch\.\w+)\(", shows))
    return True


def _of_functions(text: str, file: Path, name: str) -> _Made:
    config: dict[str, Any] = {}
    cases = []
    for statement in ast.parse(text).body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="points" | "all_or_nothing" as key)], value=value):
                config[key] = ast.literal_eval(value)
            case ast.FunctionDef(decorator_list=[ast.Call(keywords=keywords)]):
                about = {str(one.arg): ast.literal_eval(one.value) for one in keywords}
                cases.append(([Step(called(statement))], about))
    if not cases:
        raise UsageError(f"{file}, {name}: there is no function with @test_case in it")
    return config, cases
