"""Small edits of a student's own definitions: slips that everybody makes with PyTorch and Python, taken back one at a time.

They come from idioms and from what stands in the definition itself, never from the solution. The text is parsed under
limits and never run here.
"""

from __future__ import annotations

import ast
import difflib
import re
import time
import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, NamedTuple

MAX_DEFINITION: Final = 6_000
"""Characters of a definition that is edited: a longer one could be nested deeper than a parser stands."""
MAX_NODES: Final = 1_500
"""Parts of a definition that is edited."""
MAX_CELL: Final = 100_000
"""Characters of a cell in which definitions are looked for."""
MAX_DEFINITIONS: Final = 10
"""Definitions that are edited for one task."""
MAX_WAYS: Final = 3_000
"""Edits of one definition that are thought of."""
MAX_SECONDS: Final = 0.5
"""Seconds of the processor for thinking of edits."""


@dataclass(frozen=True)
class Definition:
    """The last definition of a name in a program: the index of its cell, and where and how it stands there."""

    name: str
    cell: int
    start: int
    text: str
    above: int
    """The lines of the cell that stand before it."""

    def put(self, cells: Sequence[str], text: str) -> list[str]:
        """The cells with another text in its place."""
        cell = cells[self.cell]
        edited = f"{cell[: self.start]}{text}\n{cell[self.start + len(self.text) :]}"
        return [*cells[: self.cell], edited, *cells[self.cell + 1 :]]


@dataclass(frozen=True)
class Edit:
    """A definition with a change: which of its changes, the new text, the line of the cell that it is about, in words."""

    definition: Definition
    number: int
    text: str
    line: int
    words: str


_DEFINITION: Final = re.compile(
    r"^(?:(?:async )?(?:def|class) (\w+)|(\w+) *(?::[^=\n]*)?=(?!=)).*(?:\n(?:[ \t)\]}#].*)?)*", re.MULTILINE
)


def definitions(cells: Sequence[str]) -> dict[str, Definition]:
    """The last definition of each name at the top level of a program, as far as they are of bearable size."""
    found: dict[str, Definition] = {}
    for index, cell in enumerate(cells):
        above, counted = 0, 0
        for match in _DEFINITION.finditer(cell) if len(cell) <= MAX_CELL else ():
            name = match[1] or match[2]
            found.pop(name, None)
            start = _with_decorators(cell, match.start()) if match[1] else match.start()
            text = cell[start : match.end()]
            above, counted = above + cell.count("\n", counted, start), start
            if len(text) <= MAX_DEFINITION:
                found[name] = Definition(name, index, start, text, above)
    return found


def _with_decorators(cell: str, start: int) -> int:
    """Where a definition begins with the decorators above it: found from below, since a text may be full of them."""
    while start and cell.startswith("@", above := cell.rfind("\n", 0, start - 1) + 1):
        start = above
    return start


def reached(found: Mapping[str, Definition], names: Iterable[str], right: Collection[str]) -> list[Definition]:
    """The definitions of these names and of what they mention, without those that are known to be right."""
    wanted, some = [*names], dict[str, Definition]()
    for name in wanted:
        if len(some) < MAX_DEFINITIONS and name in found and name not in some and name not in right:
            some[name] = found[name]
            wanted += sorted(mentioned(found[name].text) & found.keys())
    return list(some.values())


def mentioned(text: str) -> set[str]:
    """The names in a text, whatever they are."""
    return set(re.findall(r"[^\W\d]\w*", text))


def edits(some: Iterable[Definition], base: Edit | None = None) -> Iterator[Edit]:
    """The edits of definitions, the likeliest first, on top of another edit if there is one; none of what does not parse."""
    open_: list[tuple[int, int, Definition, ast.Module, _Way]] = []
    seen = set[str]()
    before: dict[str, str] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about the student's code
        for one in some:
            try:
                tree = ast.parse(one.text)
                if len(tree.body) != 1 or sum(1 for _ in ast.walk(tree)) > MAX_NODES:
                    continue
                if base and base.definition == one:
                    _put(way := next(islice(_ways(tree), base.number, None)))
                    for node in ast.walk(tree):
                        if isinstance(node, ast.expr | ast.stmt) and not getattr(node, "lineno", 0):
                            node.lineno = way.line
                before[one.name] = ast.unparse(tree)
                open_ += [
                    (way.rank, number, one, tree, way) for number, way in enumerate(islice(_ways(tree), MAX_WAYS))
                ]
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
    seen.update(before.values())
    last = time.thread_time() + MAX_SECONDS
    for _, number, one, tree, way in sorted(open_, key=lambda it: it[0]):
        if time.thread_time() > last:
            return
        undo = _put(way)
        text = ast.unparse(tree)
        for where, old in reversed(undo):
            where.set(old)
        if text not in seen:
            seen.add(text)
            yield Edit(one, number, text, one.above + way.line, _words(before[one.name], text))


def _put(way: _Way) -> list[tuple[_Slot, Any]]:
    """Makes a change, and gives back what was there before."""
    undo = [(where, where.get()) for where, _ in way.changes]
    for where, new in way.changes:
        where.set(new)
    return undo


def _words(before: str, after: str) -> str:
    """The lines that differ: what was there, an arrow, what is there now."""
    lines = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    was, now = (" / ".join(line[2:].strip() for line in lines if line[0] == mark)[:200] for mark in "-+")
    return f"{was or '(nothing)'} → {now or '(nothing)'}"


class _Slot(NamedTuple):
    """A place in a tree where a node or a list of them stands."""

    owner: Any
    field: str
    at: int | None = None

    def get(self) -> Any:
        value = getattr(self.owner, self.field)
        return value if self.at is None else value[self.at]

    def set(self, new: Any) -> None:
        if self.at is None:
            setattr(self.owner, self.field, new)
        else:
            getattr(self.owner, self.field)[self.at] = new


class _Way(NamedTuple):
    """A change: how unlikely it is, the line that it is about, what is put where."""

    rank: int
    line: int
    changes: Sequence[tuple[_Slot, Any]]


def _ways(tree: ast.Module) -> Iterator[_Way]:
    (top,) = tree.body
    for function in (node for node in ast.walk(top) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)):
        names = _Names(function)
        yield from _decorated(function)
        yield from _idioms(function, names)
        for block in _blocks(function):
            yield from _statements(block, names)
        for part in (*function.body, *function.args.defaults, *function.args.kw_defaults):
            if part is not None and not isinstance(part, ast.FunctionDef | ast.ClassDef):
                yield from _expressions(part, names)
        yield from _directions(function)
    if isinstance(top, ast.Assign | ast.AnnAssign):
        yield from _expressions(top, _Names(None))


def _directions(function: ast.AST) -> Iterator[_Way]:
    """The same direction `dim=`, named several times in a line, made another one in all of these places."""
    named: dict[tuple[int, object], list[_Slot]] = {}
    for node in ast.walk(function):
        match node:
            case ast.keyword(arg="dim" | "axis", value=ast.Constant(value=value, lineno=line)):
                named.setdefault((line, value), []).append(_Slot(node, "value"))
    for (line, old), places in named.items():
        for other in (0, 1, -1) if len(places) > 1 else ():
            if other != old:
                yield _Way(1, line, [(place, ast.Constant(other)) for place in places])


# ------------------------------------------------------------------------------------------------------------- what there is


def _code(text: str) -> Any:
    """The expression that a text of ours says."""
    return _nowhere(ast.parse(text, mode="eval")).body


def _lines(text: str) -> list[ast.stmt]:
    """The statements that a text of ours says."""
    body: list[ast.stmt] = _nowhere(ast.parse(text)).body
    return body


def _nowhere(tree: Any) -> Any:
    """The tree with line 0 for each part."""
    for node in ast.walk(tree):
        if isinstance(node, ast.expr | ast.stmt):
            node.lineno = 0
    return tree


def _called(node: ast.AST | None) -> str:
    """The last name of what is called there, or nothing."""
    if isinstance(node, ast.Expr | ast.Return | ast.Await):
        node = node.value
    match node:
        case ast.Call(func=ast.Attribute(attr=name)) | ast.Call(func=ast.Name(id=name)):
            return name
    return ""


_MODULES: Final = {"torch", "F", "nn", "np", "numpy", "math", "functional", "random", "plt", "optim", "init"}


def _receiver(call: ast.Call) -> ast.expr | None:
    """What a method is called on; None for a function, be it a module's."""
    match call.func:
        case ast.Attribute(value=ast.Name(id=name)) | ast.Attribute(value=ast.Attribute(attr=name)) if name in _MODULES:
            return None
        case ast.Attribute(value=value):
            return value
    return None


class _Names:
    """What a function's names seem to stand for, seen from how they are used."""

    def __init__(self, function: ast.FunctionDef | ast.AsyncFunctionDef | None):
        nodes = list(ast.walk(function)) if function else []
        arguments = function.args if function else None
        self.parameters = [it.arg for it in (*arguments.posonlyargs, *arguments.args)] if arguments else []
        stored = [node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
        self.local = list(dict.fromkeys([*self.parameters, *stored]))
        on: dict[str, list[str]] = {}
        for node in nodes:
            match node:
                case ast.Call(func=ast.Attribute(value=value, attr=attr)):
                    on.setdefault(attr, []).append(ast.unparse(value))
        called = [node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
        models = [
            name
            for attr in ("train", "eval", "parameters", "named_parameters", "to", "zero_grad")
            for name in on.get(attr, [])
        ]
        likely = [n for n in self.local if n in ("model", "net", "network")]
        self.models = [name for name in dict.fromkeys([*likely, *models]) if name in self.parameters or name in called][
            :2
        ]
        self.optimizers = list(
            dict.fromkeys([*on.get("step", []), *on.get("zero_grad", []), *(n for n in self.local if "opt" in n)])
        )
        self.optimizers = [name for name in self.optimizers if name not in self.models][:2]
        read = [node.value for node in nodes if isinstance(node, ast.Attribute) and node.attr == "grad"]
        self.leaves = list(dict.fromkeys(part.id for part in read if isinstance(part, ast.Name)))[:2]
        self.device = next((name for name in self.local if "dev" in name), "")
        self.batches = list(dict.fromkeys(_batches(nodes)))[:3]
        self.counters = list(dict.fromkeys(_counters(nodes)))[:2]
        given = [node.value for node in nodes if isinstance(node, ast.Return)]
        self.returned = {
            part.id for value in given for part in getattr(value, "elts", [value]) if isinstance(part, ast.Name)
        }
        self.loaders = list(dict.fromkeys(_loaders(nodes)))[:2]


def _loaders(nodes: Sequence[ast.AST]) -> Iterator[str]:
    for node in nodes:
        match node:
            case ast.For(iter=ast.Name(id=name)) | ast.For(iter=ast.Call(args=[ast.Name(id=name), *_])):
                yield name


def _batches(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """The names that a loop gives a batch's parts, the last ones first: they are the targets."""
    for node in nodes:
        match node:
            case ast.For(target=ast.Tuple(elts=[*_, ast.Tuple(elts=parts)])) | ast.For(target=ast.Tuple(elts=parts)):
                yield from reversed([part.id for part in parts if isinstance(part, ast.Name)])
            case ast.Assign(targets=[ast.Tuple(elts=parts)], value=value) if not any(
                isinstance(part, ast.Constant | ast.List) for part in getattr(value, "elts", [])
            ):
                yield from reversed([part.id for part in parts if isinstance(part, ast.Name)])


_SIZE: Final = re.compile(r"len\(|\.size\(0\)|\.shape\[0\]|\.numel\(\)")


def _counters(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """The names in which samples are counted."""
    for node in nodes:
        match node:
            case ast.AugAssign(target=ast.Name(id=name), value=ast.Call() | ast.Subscript() as value) if _SIZE.search(
                ast.unparse(value)
            ):
                yield name
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as value) if ".dataset" in ast.unparse(value):
                yield name


def _blocks(function: ast.AST) -> Iterator[_Slot]:
    """The blocks of a function, without those of functions in it."""
    for name in ("body", "orelse", "finalbody"):
        block = getattr(function, name, None)
        if isinstance(block, list) and block:
            yield _Slot(function, name)
            for statement in block:
                if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                    yield from _blocks(statement)
    for handler in getattr(function, "handlers", []):
        yield from _blocks(handler)


# ---------------------------------------------------------------------------------------------------------------- statements


def _decorated(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[_Way]:
    for number, one in enumerate(function.decorator_list):
        left = [other for n, other in enumerate(function.decorator_list) if n != number]
        yield _Way(1, one.lineno, [(_Slot(function, "decorator_list"), left)])


def _idioms(function: ast.FunctionDef | ast.AsyncFunctionDef, names: _Names) -> Iterator[_Way]:
    """What a whole function may lack."""
    body, slot = function.body, _Slot(function, "body")
    start = 1 if len(body) > 1 and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) else 0
    first, last = body[start], body[-1]
    if function.name == "__init__" and "super" not in ast.unparse(function):
        yield _Way(0, first.lineno, [(slot, [*_lines("super().__init__()"), *body])])
    match last:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AugAssign(target=ast.Name(id=name)):
            yield _Way(0, last.lineno, [(slot, [*body, *_lines(f"return {name}")])])
        case ast.Expr(value=value) if function.name != "__init__":
            yield _Way(0, last.lineno, [(slot, [*body[:-1], ast.Return(value)])])
        case ast.For() | ast.While() | ast.With() | ast.If():
            for name in names.local[len(names.parameters) :]:
                yield _Way(2, last.lineno, [(slot, [*body, *_lines(f"return {name}")])])
    at = next((one for one in body if isinstance(one, ast.For | ast.While | ast.With)), first).lineno
    for model in names.models:
        for mode in ("eval", "train"):
            if f"{model}.{mode}()" not in ast.unparse(function):
                yield _Way(1, at, [(slot, [*body[:start], *_lines(f"{model}.{mode}()"), *body[start:]])])
        kept = [*body[:start], *_lines(f"mode_before = {model}.training"), *body[start:]]
        back = _lines(f"{model}.train(mode_before)")
        for index in range(len(kept) - 1, start, -1):
            if _called(kept[index]) in ("train", "eval") and ast.unparse(kept[index]).startswith(f"{model}."):
                line, new = kept[index].lineno, [*kept[:index], *back, *kept[index + 1 :]]
                yield _Way(1 if index > start + 2 else 3, line, [(slot, new)])
        if isinstance(last, ast.Return) and last.value is not None:
            simple = isinstance(last.value, ast.Name | ast.Tuple | ast.BinOp)
            shown = [*_lines("answer = 0"), *back, *_lines("return answer")]
            shown[0].value = last.value  # type: ignore[attr-defined]
            yield _Way(
                1, last.lineno, [(slot, [*kept[:-1], *(back if simple else shown), *([last] if simple else [])])]
            )
        if names.device and f"{model}.to(" not in ast.unparse(function):
            moved = _lines(f"{model}.to({names.device})")
            yield _Way(1, first.lineno, [(slot, [*body[:start], *moved, *body[start:]])])
    if "no_grad" not in (text := ast.unparse(function)) and "inference_mode" not in text and "backward" not in text:
        yield _Way(1, at, [(slot, [*body[:start], _without_history(body[start:])])])
    yield from _weighted(function, names)


def _without_history(body: Sequence[ast.stmt]) -> ast.stmt:
    block = _lines("with torch.no_grad():\n pass")[0]
    block.body = [*body]  # type: ignore[attr-defined]
    return block


def _weighted(function: ast.AST, names: _Names) -> Iterator[_Way]:
    """A mean of batch means made one over samples: each batch counts as often as it has samples."""
    sums = [
        node for node in ast.walk(function)
        if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add) and not isinstance(node.value, ast.Constant)
        and ast.unparse(node.target) not in names.counters
    ]  # fmt: skip
    totals = [*names.counters, *(f"len({loader}.dataset)" for loader in names.loaders)]
    divided = [
        (node, ast.unparse(node.left), ast.unparse(node.right)) for node in ast.walk(function)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)
    ]  # fmt: skip
    lists: list[ast.Call] = [
        node for node in ast.walk(function) if isinstance(node, ast.Call) and _called(node) == "append" and node.args
    ]
    parts: list[ast.AugAssign | ast.Call] = [*sums, *lists]
    for batch in names.batches[:2]:
        for part in parts:
            whose: ast.expr | None
            if isinstance(part, ast.AugAssign):
                whose, value, slot = part.target, part.value, _Slot(part, "value")
            else:
                whose, value, slot = _receiver(part), part.args[0], _Slot(part, "args", 0)
            more = [(slot, ast.BinOp(value, ast.Mult(), _code(f"len({batch})")))]
            if isinstance(part, ast.AugAssign):
                yield _Way(1, part.lineno, more)
            name = ast.unparse(whose) if whose is not None else ""
            for node, above, below in divided:
                for whole in totals if name and name in above else ():
                    if whole != below:
                        yield _Way(2, node.lineno, [*more, (_Slot(node, "right"), _code(whole))])


def _statements(slot: _Slot, names: _Names) -> Iterator[_Way]:
    """What a block may have too much, too little, or in the wrong order."""
    block: list[ast.stmt] = slot.get()
    in_loop = isinstance(slot.owner, ast.For | ast.While)
    text = "\n".join(map(ast.unparse, block))

    def put(rank: int, line: int, at: int, *new: ast.stmt, instead: int = 0) -> _Way:
        return _Way(rank, line, [(slot, [*block[:at], *new, *block[at + instead :]] or [ast.Pass()])])

    for index, one in enumerate(block):
        line = one.lineno
        following = block[index + 1].lineno if index + 1 < len(block) else line
        called = _called(one)
        if called == "backward":
            for leaf in names.leaves:
                yield put(1, line, index, *_lines(f"{leaf}.grad = None"))
            for optimizer in names.optimizers + names.models:
                if f"{optimizer}.zero_grad" not in text:
                    yield put(0, line, index, *_lines(f"{optimizer}.zero_grad()"))
                if f"{optimizer}.step" not in text and optimizer not in names.models:
                    yield put(0, following, index + 1, *_lines(f"{optimizer}.step()"))
        if "backward" not in text:
            match one:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call()) if names.optimizers or "grad" in text:
                    yield put(1, following, index + 1, *_lines(f"{name}.backward()"))
                    yield put(1, following, index + 1, *_lines(f"{name}.sum().backward()"))
        match one:
            case ast.Expr(value=ast.Constant()):
                continue
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name))) as call):
                yield put(1, line, index, ast.Assign([ast.Name(name, ast.Store())], call, lineno=line), instead=1)
                yield put(1, line, index, instead=1)
            case ast.Assign(targets=[ast.Name() as kept], value=value):
                yield put(2, line, index, ast.AugAssign(kept, ast.Add(), value), instead=1)
                yield put(4, line, index, instead=1)
            case ast.AugAssign(target=changed, op=op, value=value):
                yield put(2, line, index, ast.Assign([changed], value, lineno=line), instead=1)
                plain = ast.BinOp(_code(ast.unparse(changed)), op, value)
                yield put(2, line, index, ast.Assign([changed], plain, lineno=line), instead=1)
                yield put(2, line, index, _without_history([one]), instead=1)
                yield put(3, line, index, instead=1)
            case ast.With(body=body):
                yield put(1, line, index, *body, instead=1)
            case ast.If(test=test, body=body, orelse=other):
                yield put(3, line, index, *body, instead=1)
                if other:
                    yield put(4, line, index, *other, instead=1)
                yield _Way(3, line, [(_Slot(one, "test"), ast.UnaryOp(ast.Not(), test))])
            case ast.Expr() | ast.Assert() | ast.Raise():
                yield put(2, line, index, instead=1)
            case ast.For(body=body) | ast.While(body=body):
                yield from _loop(slot, index, one, body, names)
        if isinstance(one, ast.For) and "backward" not in ast.unparse(one):
            yield put(1, line, index, _without_history([one]), instead=1)
        if isinstance(one, ast.Assign) and "." in (target := ast.unparse(one.targets[0])) and target.endswith(".grad"):
            yield put(2, line, index, instead=1)
        if in_loop and isinstance(one, ast.AugAssign | ast.Assign) and ".grad" in ast.unparse(one):
            for leaf in dict.fromkeys(re.findall(r"(\w+)\.grad\b", ast.unparse(one))):
                yield put(1, line, index + 1, *_lines(f"{leaf}.grad = None"))
        if index + 1 < len(block):
            after = block[index + 1]
            both = bool(called and _called(after))
            which = after.lineno if _called(after) == "zero_grad" else line
            yield put(1 if both else 3, which, index, after, one, instead=2)
    for earlier, later in ((a, b) for b in range(2, len(block)) for a in range(b - 1)):
        if _called(block[later]) in ("zero_grad", "eval", "train", "backward", "step"):
            new = [*block[:earlier], block[later], *block[earlier:later], *block[later + 1 :]]
            yield _Way(2, block[later].lineno, [(slot, new)])


def _loop(
    slot: _Slot, index: int, loop: ast.For | ast.While, body: Sequence[ast.stmt], names: _Names
) -> Iterator[_Way]:
    """What stands inside a loop and belongs before or behind it, and the other way round."""
    block: list[ast.stmt] = slot.get()
    inside = _Slot(loop, "body")

    def outside(at: int, *new: ast.stmt, instead: int = 0) -> tuple[_Slot, list[ast.stmt]]:
        return slot, [*block[:at], *new, *block[at + instead :]]

    for number, one in enumerate(body):
        left = [*body[:number], *body[number + 1 :]] or [ast.Pass()]
        if isinstance(one, ast.Return):
            yield _Way(0, one.lineno, [(inside, left), outside(index + 1, one)])
        elif number == len(body) - 1:
            yield _Way(2, one.lineno, [(inside, left), outside(index + 1, one)])
        elif isinstance(one, ast.Assign) and (
            isinstance(one.value, ast.Constant | ast.List | ast.Tuple | ast.Dict) or "Loader" in ast.unparse(one)
        ):
            yield _Way(1, one.lineno, [(inside, left), outside(index, one)])
    for at in range(index):
        one = block[at]
        if isinstance(one, ast.Assign) and isinstance(one.value, ast.Constant | ast.List | ast.Tuple | ast.Dict):
            yield _Way(1, one.lineno, [(inside, [one, *body]), outside(at, instead=1)])
        elif _called(one) in ("train", "eval", "zero_grad"):
            yield _Way(1, loop.lineno, [(inside, [one, *body])])
            yield _Way(1, body[0].lineno, [(inside, [one, *body])])
    if index + 1 < len(block) and not isinstance(block[index + 1], ast.Return | ast.For | ast.While):
        after = block[index + 1]
        yield _Way(2, after.lineno, [(inside, [*body, after]), outside(index + 1, instead=1)])
    for model in names.models:
        for mode in ("train", "eval"):
            yield _Way(1, loop.lineno, [(inside, [*_lines(f"{model}.{mode}()"), *body])])
    moved = ""
    match loop:
        case ast.For(target=ast.Tuple(elts=[ast.Name(id=a), ast.Name(id=b)])) if names.device:
            moved = f"{a}, {b} = ({a}.to({names.device}), {b}.to({names.device}))"
        case ast.For(target=ast.Name(id=a)) if names.device:
            moved = f"{a} = [part.to({names.device}) for part in {a}]"
    if moved:
        unkept = [part for part in ast.walk(loop) if isinstance(part, ast.Expr) and _called(part) == "to"]
        line = (unkept or body)[0].lineno
        yield _Way(1, line, [(inside, [*_lines(moved), *body])])
    for number, part in enumerate(body):
        if re.search(r"\b(break|continue)\b", ast.unparse(part)):
            yield _Way(1, part.lineno, [(inside, [*body[:number], *body[number + 1 :]] or [ast.Pass()])])
    match loop:
        case ast.For(target=ast.Tuple(elts=[count, *parts]), iter=ast.Call(func=ast.Name(id="enumerate"))) if parts:
            pair = ast.Tuple([count, ast.Tuple(parts, ast.Store())], ast.Store())
            yield _Way(0, loop.lineno, [(_Slot(loop, "target"), pair)])
        case ast.For(target=ast.Tuple(elts=[_, ast.Tuple()]), iter=ast.Name() as walked):
            counted = ast.Call(ast.Name("enumerate", ast.Load()), [walked], [])
            yield _Way(0, loop.lineno, [(_Slot(loop, "iter"), counted)])
    if isinstance(loop, ast.For):
        for part in body:
            if (
                isinstance(part, ast.Assign)
                and isinstance(part.targets[0], ast.Tuple)
                and isinstance(part.value, ast.Call)
            ):
                for name in (node for node in ast.walk(loop.target) if isinstance(node, ast.Name)):
                    yield _Way(1, part.lineno, [(_Slot(part, "value"), ast.Name(name.id, ast.Load()))])


# --------------------------------------------------------------------------------------------------------------- expressions


def _expressions(statement: ast.AST, names: _Names) -> Iterator[_Way]:
    for slot in _slots(statement):
        node = slot.get()
        if isinstance(node, ast.expr) and not isinstance(getattr(node, "ctx", None), ast.Store | ast.Del):
            for rank, new in _instead(node, slot, names):
                yield _Way(rank, node.lineno, [(slot, new)])


def _slots(node: ast.AST) -> Iterator[_Slot]:
    """The places of expressions, from the outermost, without those in annotations and in functions of their own."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list"):
            continue
        parts = [(index, part) for index, part in enumerate(value)] if isinstance(value, list) else [(None, value)]
        for index, part in parts:
            if not isinstance(part, ast.AST) or isinstance(part, ast.FunctionDef | ast.ClassDef):
                continue
            if isinstance(part, ast.expr):
                yield _Slot(node, field, index)
            yield from _slots(part)


_METHODS: Final = frozenset("item detach zero_grad backward step eval train mean sum numpy tolist flatten size".split())
_TAKEN_OFF: Final = frozenset(
    "item detach cpu numpy squeeze softmax log_softmax log_sigmoid sigmoid relu tanh exp log float double abs clone "
    "tolist t flatten view reshape unsqueeze argmax sum mean Softmax LogSoftmax sqrt round int long half max "
    "clamp type astype".split()
)
_NEIGHBOURS: Final = {
    "mean": ["sum"], "sum": ["mean"], "argmax": ["argmin"], "argmin": ["argmax"], "max": ["argmax", "min"],
    "min": ["max"], "log": ["log1p", "log2"], "log2": ["log"], "log10": ["log"], "softmax": ["log_softmax"],
    "relu": ["sigmoid", "tanh"], "sigmoid": ["relu", "tanh"], "tanh": ["relu", "sigmoid"], "ReLU": ["Tanh", "Sigmoid"],
    "Sigmoid": ["ReLU", "Tanh"], "Tanh": ["ReLU", "Sigmoid"], "train": ["eval"], "eval": ["train"], "std": ["var"],
    "var": ["std"], "exp": ["expm1"], "view": ["reshape"], "double": ["float"], "zeros": ["ones"], "ones": ["zeros"],
    "zeros_like": ["ones_like"], "ones_like": ["zeros_like"], "add": ["sub"], "sub": ["add"], "add_": ["sub_"],
    "sub_": ["add_"], "mul": ["div"], "div": ["mul"], "mm": ["mul"], "mul_": ["div_"], "GELU": ["ReLU"],
    "LeakyReLU": ["ReLU"], "gelu": ["relu"], "math": ["torch"], "np": ["torch"], "numpy": ["torch"],
    "float64": ["float32"], "int64": ["float32"], "int": ["float"], "MSELoss": ["CrossEntropyLoss"],
    "named_parameters": ["parameters"], "buffers": ["parameters"], "any": ["all"], "all": ["any"],
    "RuntimeError": ["ValueError"], "KeyError": ["ValueError"], "TypeError": ["ValueError"],
    "AssertionError": ["ValueError"], "Exception": ["ValueError"], "Adam": ["SGD"], "SGD": ["Adam"],
    "data": ["grad"], "batch_size": ["batch_sampler"], "L1Loss": ["MSELoss"], "SmoothL1Loss": ["MSELoss"],
    "HuberLoss": ["MSELoss"], "BCELoss": ["BCEWithLogitsLoss"], "NLLLoss": ["CrossEntropyLoss"], "AdamW": ["Adam"],
    "l1_loss": ["mse_loss"], "smooth_l1_loss": ["mse_loss"], "huber_loss": ["mse_loss"],
}  # fmt: skip
"""What is often mistaken for what."""
_REDUCES: Final = frozenset(
    "mean sum max min argmax argmin softmax log_softmax logsumexp std var cat stack norm Softmax LogSoftmax flatten "
    "sort topk squeeze unsqueeze any all prod cumsum amax amin".split()
)
_WRAPS: Final = (
    (1, "{}.item()"), (1, "float({})"), (2, "{}.detach()"), (2, "int({})"), (2, "-{}"), (2, "{}.mean()"), (2, "{}.sum()"),
    (2, "{}.argmax(dim=1)"), (2, "{}()"), (3, "{}.float()"), (3, "{}.long()"), (3, "{}.clone()"), (3, "{}.T"),
    (3, "{}.flatten(1)"), (3, "{}.squeeze()"), (3, "{}.unsqueeze(0)"), (3, "{}.unsqueeze(1)"), (3, "{}.relu()"),
    (3, "1 - {}"), (3, "{}.sqrt()"), (3, "{} ** 2"), (3, "sum({})"), (4, "{}.softmax(dim=1)"), (4, "{}.exp()"),
    (4, "{}.log()"), (4, "{}.sigmoid()"), (4, "{}.requires_grad_()"), (4, "{}.tolist()"), (4, "{}.numpy()"),
    (4, "{} / 255"), (4, "{}.abs()"), (4, "1 / {}"), (3, "list({})"), (3, "list({}.values())"),
)  # fmt: skip
"""What a value that is given back may lack."""
_INNER: Final = (
    (2, "{}.detach()"), (2, "{}.float()"), (3, "{}.clone()"), (3, "{}.requires_grad_()"),
    (4, "-{}"), (3, "{}.flatten(1)"), (4, "{}.T"),
    (4, "{}.squeeze()"), (4, "{}.unsqueeze(1)"), (3, "{}.item()"), (3, "{}.relu()"), (4, "{}.sum()"), (4, "{}.mean()"),
)  # fmt: skip
"""What a value that is used further may lack."""
_OPERATORS: Final[dict[type[ast.operator], list[type[ast.operator]]]] = {
    ast.Add: [ast.Sub, ast.Mult], ast.Sub: [ast.Add, ast.Div], ast.Mult: [ast.Div, ast.MatMult, ast.Add],
    ast.Div: [ast.Mult], ast.FloorDiv: [ast.Div], ast.Pow: [ast.Mult], ast.MatMult: [ast.Mult], ast.Mod: [ast.FloorDiv],
}  # fmt: skip
_COMPARISONS: Final[dict[type[ast.cmpop], list[type[ast.cmpop]]]] = {
    ast.Lt: [ast.LtE, ast.Gt], ast.LtE: [ast.Lt, ast.GtE], ast.Gt: [ast.GtE, ast.Lt], ast.GtE: [ast.Gt, ast.LtE],
    ast.Eq: [ast.NotEq], ast.NotEq: [ast.Eq], ast.Is: [ast.IsNot], ast.IsNot: [ast.Is], ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
}  # fmt: skip


def _instead(node: ast.expr, slot: _Slot, names: _Names) -> Iterator[tuple[int, ast.expr]]:
    """What could stand in an expression's place, each with how unlikely it is."""
    match node:
        case ast.Constant(value=value):
            yield from _constants(value, slot)
        case ast.Name(id=name):
            for other in _NEIGHBOURS.get(name, []):
                yield 2, ast.Name(other, ast.Load())
            if name in names.local:
                for other in names.local:
                    if other != name:
                        yield 5, ast.Name(other, ast.Load())
        case ast.Attribute(value=inner, attr=attr):
            if attr in _METHODS and slot.field != "func":
                yield 0, ast.Call(node, [], [])
            for other in _NEIGHBOURS.get(attr, []):
                yield 2, ast.Attribute(inner, other, ast.Load())
            on = _receiver(inner) if isinstance(inner, ast.Call) and _called(inner) in ("view", "reshape") else None
            if on is not None and attr == "T":
                yield from _wrapped(on, [(1, "{}.flatten(1)")])
            if slot.field != "func":
                yield 2, inner
            if attr == "batch_size":
                for batch in names.batches:
                    yield 1, _code(f"len({batch})")
        case ast.Call():
            yield from _calls(node, names)
        case ast.BinOp(left=left, op=op, right=right):
            for kind in _OPERATORS.get(type(op), []):
                yield 2, ast.BinOp(left, kind(), right)
            simple = [isinstance(it, ast.Constant) for it in (left, right)]
            yield (1 if simple[1] else 2), left
            yield (1 if simple[0] else 2), right
            if not isinstance(op, ast.Add | ast.Mult):
                yield 2, ast.BinOp(right, op, left)
            if isinstance(op, ast.MatMult):
                yield 1, ast.BinOp(left, op, ast.Attribute(right, "T", ast.Load()))
                yield 1, ast.BinOp(ast.Attribute(left, "T", ast.Load()), op, right)
                yield 2, ast.BinOp(right, op, ast.Attribute(left, "T", ast.Load()))
            if isinstance(op, ast.Div):
                for whole in [*names.counters, *(f"len({loader}.dataset)" for loader in names.loaders)]:
                    yield 1, ast.BinOp(left, op, _code(whole))
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            if isinstance(right, ast.Constant) and isinstance(op, ast.Gt | ast.GtE):  # yes or no for each: one wins
                yield from _wrapped(left, [(2, "{}.argmax(dim=1)")])
            for other_kind in _COMPARISONS.get(type(op), []):
                yield 2, ast.Compare(left, [other_kind()], [right])
        case ast.UnaryOp(operand=operand):
            yield 1, operand
        case ast.BoolOp(op=op, values=values):
            yield 3, ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
            yield from ((3, one) for one in values)
        case ast.IfExp(test=test, body=body, orelse=other):
            yield 2, ast.IfExp(test, other, body)
            yield 3, body
            yield 3, other
        case ast.Subscript(value=inner):
            yield 2, inner
        case ast.Tuple(elts=[first, *rest]) if isinstance(slot.owner, ast.Return):
            yield 2, ast.Tuple([*rest, first], ast.Load())
        case ast.List() | ast.ListComp() if isinstance(slot.owner, ast.Assign) and _is_attribute(slot.owner):
            made = _code("nn.ModuleList(0)")
            made.args = [node]
            yield 1, made
    if slot.field == "value" and isinstance(slot.owner, ast.Return):
        yield from _wrapped(node, _WRAPS)
        if not isinstance(node, ast.Name):
            for name in names.local:
                yield 3, _code(f"{name}.argmax(dim=1)")
    elif isinstance(slot.owner, ast.Tuple) and not isinstance(node, ast.Constant):
        yield from ((rank + isinstance(node, ast.Name), new) for rank, new in _wrapped(node, _WRAPS[:4]))
    elif (
        slot.field == "value"
        and isinstance(slot.owner, ast.Assign)
        and ast.unparse(slot.owner.targets[0]) in names.returned
    ):
        yield from ((max(rank - 1, 1), new) for rank, new in _wrapped(node, _WRAPS[:8]))
    elif slot.field == "value" and isinstance(slot.owner, ast.Assign | ast.AugAssign):
        yield from _wrapped(node, _INNER)
    elif slot.field in ("args", "left", "right", "value") and isinstance(node, ast.Name | ast.Call):
        yield from ((rank + 1, new) for rank, new in _wrapped(node, _INNER))
    if isinstance(slot.owner, ast.AugAssign) and slot.field == "value" and not isinstance(node, ast.Constant):
        for batch in names.batches[:2]:
            yield 1, ast.BinOp(node, ast.Mult(), _code(f"len({batch})"))


def _is_attribute(assign: ast.Assign) -> bool:
    return isinstance(assign.targets[0], ast.Attribute)


def _wrapped(node: ast.expr, wraps: Sequence[tuple[int, str]]) -> Iterator[tuple[int, ast.expr]]:
    for rank, form in wraps:
        made = _code(form.format("HERE"))
        for slot in _slots(ast.Expr(made)):
            if isinstance(found := slot.get(), ast.Name) and found.id == "HERE":
                if isinstance(slot.owner, ast.Expr):
                    break
                slot.set(node)
                yield rank, made
                break


def _constants(value: object, slot: _Slot) -> Iterator[tuple[int, ast.expr]]:
    owner = slot.owner
    if isinstance(value, bool):
        yield 2, ast.Constant(not value)
    elif isinstance(value, int):
        keyword = isinstance(owner, ast.keyword) and owner.arg in ("dim", "axis", "start_dim")
        if keyword or (slot.field == "args" and _called(owner) in _REDUCES):
            for other in (0, 1, -1):
                yield 1, ast.Constant(other)
        for other in (value + 1, value - 1, 2 * value, -value):
            yield 3, ast.Constant(other)
    elif isinstance(value, float):
        for close in (0.0, 1.0, -value, 10 * value, value / 10, 2 * value, value / 2):
            yield 3, ast.Constant(close)
        yield 3, _code("math.e" if abs(value - 2.718) < 0.01 else "math.pi" if abs(value - 3.14) < 0.01 else "0")


def _calls(node: ast.Call, names: _Names) -> Iterator[tuple[int, ast.expr]]:
    called, on = _called(node), _receiver(node)
    for other in _NEIGHBOURS.get(called, []):
        if isinstance(node.func, ast.Name):
            yield 2, ast.Call(ast.Name(other, ast.Load()), node.args, node.keywords)
        elif isinstance(node.func, ast.Attribute) and node.keywords:  # which the other may not know
            yield 2, ast.Call(ast.Attribute(node.func.value, other, ast.Load()), node.args, [])
    if on is not None:
        yield (1 if called in _TAKEN_OFF else 3), on
    elif node.args and not isinstance(node.args[0], ast.Starred):
        yield (1 if called in _TAKEN_OFF else 3), node.args[0]
    if isinstance(node.func, ast.Call) and node.args:  # nn.Softmax(dim=1)(x)
        yield 1, node.args[0]
    for number in range(len(node.args) - 1):
        args = [*node.args]
        args[number], args[number + 1] = args[number + 1], args[number]
        yield 2, ast.Call(node.func, args, node.keywords)
    for number, keyword in enumerate(node.keywords):
        yield 2, ast.Call(node.func, node.args, [it for n, it in enumerate(node.keywords) if n != number])
        del keyword
    if called == "Sequential":
        for number in range(len(node.args)):
            yield 2, ast.Call(node.func, [it for n, it in enumerate(node.args) if n != number], node.keywords)
            relu = _code("nn.ReLU()")
            yield 3, ast.Call(node.func, [*node.args[:number], relu, *node.args[number:]], node.keywords)
    elif len(node.args) > 1:
        yield 3, ast.Call(node.func, node.args[:-1], node.keywords)
    if called in _REDUCES:
        given = {keyword.arg for keyword in node.keywords}
        bare = node.args[:1] if on is None else []
        for dim in (1, 0, -1):
            if "dim" not in given and len(node.args) == len(bare):
                yield 2, ast.Call(node.func, node.args, [*node.keywords, ast.keyword("dim", ast.Constant(dim))])
        if "keepdim" not in given:
            yield 2, ast.Call(node.func, node.args, [*node.keywords, ast.keyword("keepdim", ast.Constant(True))])
        if called in ("std", "var") and "unbiased" not in given:
            kept = [keyword for keyword in node.keywords if keyword.arg != "correction"]
            yield 1, ast.Call(node.func, node.args, [*kept, ast.keyword("unbiased", ast.Constant(False))])
    if called in ("view", "reshape") and node.args and on is not None:
        yield 1, ast.Call(ast.Attribute(on, "flatten", ast.Load()), [ast.Constant(1)], [])
        yield 2, ast.Call(ast.Attribute(on, "unsqueeze", ast.Load()), [ast.Constant(0)], [])
    if called in ("matmul", "mm") and len(node.args) == 2:
        left, right = node.args
        yield 1, ast.Call(node.func, [left, ast.Attribute(right, "T", ast.Load())], node.keywords)
        yield 2, ast.Call(node.func, [right, ast.Attribute(left, "T", ast.Load())], node.keywords)
    if called == "len" and len(node.args) == 1:
        yield 1, ast.Call(node.func, [ast.Attribute(node.args[0], "dataset", ast.Load())], [])
    if called == "range" and len(node.args) == 1:
        yield 2, ast.Call(node.func, [ast.BinOp(node.args[0], ast.Add(), ast.Constant(1))], [])
        yield 2, ast.Call(node.func, [ast.BinOp(node.args[0], ast.Sub(), ast.Constant(1))], [])
        yield 3, ast.Call(node.func, [ast.Constant(1), *node.args], [])
    if called in ("train", "eval") and on is not None and names.models:
        yield 3, ast.Call(ast.Attribute(on, "train", ast.Load()), [ast.Constant(False)], [])
    for batch in names.batches[:2]:
        if called in ("view", "reshape") and node.args and on is not None:
            yield 2, ast.Call(node.func, [_code(f"len({batch})"), *node.args[1:]], node.keywords)
