"""Generic wrong versions of a reference: one statement dropped, two swapped, a constant, an operator or a name changed.

A mutant that passes every check is either equivalent to the reference, or shows a question that the probes do not ask.
"""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_OPERATORS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Pow: ast.Mult,
    ast.MatMult: ast.Mult, ast.Mod: ast.Mult, ast.And: ast.Or, ast.Or: ast.And, ast.USub: ast.UAdd,
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
}  # fmt: skip
_NAMES = {
    "mean": "sum", "sum": "mean", "argmax": "argmin", "max": "min", "min": "max", "train": "eval", "eval": "train",
    "sigmoid": "tanh", "tanh": "sigmoid", "relu": "tanh", "ReLU": "Tanh", "SGD": "Adam", "Adam": "SGD",
    "no_grad": "enable_grad", "zeros_like": "ones_like", "clone": "detach", "exp": "sqrt", "log": "sqrt",
    "float": "double",
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One change to one definition. `name` stays the same as long as the lines it speaks of do."""

    name: str
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """The mutants of every function and class of a program's cell, each as the changed definition alone."""
    for definition in ast.parse(source).body:
        if isinstance(definition, (ast.FunctionDef, ast.ClassDef)):
            seen = {ast.unparse(definition)}
            for description, changed in _changes(definition):
                text = ast.unparse(ast.fix_missing_locations(changed))
                if text not in seen:
                    seen.add(text)
                    yield Mutant(f"{definition.name}: {description}", text)


def _changes(definition: ast.stmt) -> Iterator[tuple[str, ast.stmt]]:
    for index, node in enumerate(ast.walk(definition)):
        for description, change in _ways(node):
            changed = copy.deepcopy(definition)
            change(list(ast.walk(changed))[index])
            yield description, changed


_Change = Callable[[ast.AST], None]


def _ways(node: ast.AST) -> Iterator[tuple[str, _Change]]:
    """How a node can be changed, with words for it."""
    body = getattr(node, "body", None)
    if isinstance(body, list):
        yield from _statements(body)
    match node:
        case ast.Constant(value=bool(value)):
            yield f"{value} becomes {not value}", _setter("value", not value)
        case ast.Constant(value=int(value) | float(value)):
            yield f"{value} becomes {value + 1}", _setter("value", value + 1)
        case ast.BinOp(op=op) | ast.BoolOp(op=op) | ast.UnaryOp(op=op) | ast.AugAssign(op=op) if type(op) in _OPERATORS:
            yield f"operator in `{_line(node)}`", _setter("op", _OPERATORS[type(op)]())
        case ast.Compare(ops=[op]) if type(op) in _OPERATORS:
            yield f"comparison in `{_line(node)}`", _setter("ops", [_OPERATORS[type(op)]()])
        case ast.Attribute(attr=name) if name in _NAMES:
            yield f"{_NAMES[name]} in `{_line(node)}`", _setter("attr", _NAMES[name])
        case ast.Call(args=[_, _, *_]):
            yield f"arguments swapped in `{_line(node)}`", _swap_arguments


def _statements(body: list[ast.stmt]) -> Iterator[tuple[str, _Change]]:
    plain = [i for i, statement in enumerate(body) if not _is_docstring(statement)]
    for i in plain:
        if isinstance(body[i], ast.With):
            yield f"without the block of `{_line(body[i])}`", _unwrapper(i)
        yield f"without `{_line(body[i])}`", _dropper(i)
        if i + 1 in plain:
            yield f"`{_line(body[i])}` after `{_line(body[i + 1])}`", _swapper(i)


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _line(node: ast.AST) -> str:
    return ast.unparse(node).split("\n")[0][:60]


def _setter(name: str, value: object) -> _Change:
    return lambda node: setattr(node, name, value)


def _dropper(index: int) -> _Change:
    def drop(node: ast.AST) -> None:
        node.body[index] = ast.Pass()  # type: ignore[attr-defined]

    return drop


def _unwrapper(index: int) -> _Change:
    def unwrap(node: ast.AST) -> None:
        node.body[index : index + 1] = node.body[index].body  # type: ignore[attr-defined]

    return unwrap


def _swapper(index: int) -> _Change:
    def swap(node: ast.AST) -> None:
        body = node.body  # type: ignore[attr-defined]
        body[index], body[index + 1] = body[index + 1], body[index]

    return swap


def _swap_arguments(node: ast.AST) -> None:
    arguments = node.args  # type: ignore[attr-defined]
    arguments[0], arguments[1] = arguments[1], arguments[0]
