"""What a change of a definition is made of, and what the names in a definition seem to stand for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple


class Slot(NamedTuple):
    """A place in a tree where a node or a list of them stands."""

    owner: Any
    field: str
    at: int | None = None

    def get(self) -> Any:
        """What stands there."""
        value = getattr(self.owner, self.field)
        return value if self.at is None else value[self.at]

    def set(self, new: Any) -> None:
        """Puts something else there."""
        if self.at is None:
            setattr(self.owner, self.field, new)
        else:
            getattr(self.owner, self.field)[self.at] = new


class Way(NamedTuple):
    """A change: how unlikely it is, the line that it is about, what is put where."""

    rank: int
    line: int
    changes: Sequence[tuple[Slot, Any]]


def code(text: str) -> Any:
    """The expression that a text of ours says."""
    return _nowhere(ast.parse(text, mode="eval")).body


def lines(text: str) -> list[ast.stmt]:
    """The statements that a text of ours says."""
    body: list[ast.stmt] = _nowhere(ast.parse(text)).body
    return body


def _nowhere(tree: Any) -> Any:
    """The tree with line 0 for each part."""
    for node in ast.walk(tree):
        if isinstance(node, ast.expr | ast.stmt):
            node.lineno = 0
    return tree


def callee(node: ast.AST | None) -> str:
    """The last name of what is called there, or nothing."""
    if isinstance(node, ast.Expr | ast.Return | ast.Await):
        node = node.value
    match node:
        case ast.Call(func=ast.Attribute(attr=name)) | ast.Call(func=ast.Name(id=name)):
            return name
    return ""


_MODULES: Final = {"torch", "F", "nn", "np", "numpy", "math", "functional", "random", "plt", "optim", "init"}


_ONLY_IN_PLACE: Final = {"requires_grad_", "zero_", "copy_", "normal_", "uniform_"}


def out_of_place(call: ast.Call) -> Iterator[ast.Call]:
    """The same call of a method that gives a new tensor, where this one changes its own."""
    on, name = receiver(call), callee(call)
    if on is not None and name.endswith("_") and not name.startswith("_") and name not in _ONLY_IN_PLACE:
        yield ast.Call(ast.Attribute(on, name[:-1], ast.Load()), call.args, call.keywords)


def receiver(call: ast.Call) -> ast.expr | None:
    """What a method is called on; None for a function, be it a module's."""
    match call.func:
        case ast.Attribute(value=ast.Name(id=name)) | ast.Attribute(value=ast.Attribute(attr=name)) if name in _MODULES:
            return None
        case ast.Attribute(value=value):
            return value
    return None


class Names:
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


def blocks(function: ast.AST) -> Iterator[Slot]:
    """The blocks of a function, without those of functions in it."""
    for name in ("body", "orelse", "finalbody"):
        block = getattr(function, name, None)
        if isinstance(block, list) and block:
            yield Slot(function, name)
            for statement in block:
                if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                    yield from blocks(statement)
    for handler in getattr(function, "handlers", []):
        yield from blocks(handler)
