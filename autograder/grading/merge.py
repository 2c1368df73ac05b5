"""Two misconceptions at once: a three-way merge of their definitions, with the solution's as what both started from."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from autograder.course.assignment import Overlay

_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def merged(solution: Sequence[str], one: Overlay, other: Overlay) -> Overlay | None:
    """Both misconceptions as one, called ``one+other``; None where they change the same words."""
    base, first, second = (_definitions(cells) for cells in (solution, [one.source], [other.source]))
    texts = [_rest(one.source), _rest(other.source)]
    for name in first | second:
        if name in first and name in second:
            text = _merged(base.get(name, ""), first[name], second[name])
        else:
            text = first.get(name) or second.get(name)
        if text is None:
            return None
        texts.append(text)
    return Overlay(f"{one.known_as}+{other.known_as}", "", "\n\n".join(filter(None, texts)))


def _definitions(cells: Sequence[str]) -> dict[str, str]:
    """The functions and classes that cells define, in one style, without annotations and the texts that describe them."""
    found = dict[str, str]()
    for cell in cells:
        try:
            body = ast.parse(cell).body
        except SyntaxError:  # magics
            continue
        for node in body:
            if isinstance(node, _Definition):
                for part in ast.walk(node):
                    if isinstance(part, _Definition) and ast.get_docstring(part) is not None:
                        part.body = part.body[1:] or [ast.Pass()]
                    if isinstance(part, ast.arg):
                        part.annotation = None
                    elif isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
                        part.returns = None
                found[node.name] = ast.unparse(node)
    return found


def _rest(source: str) -> str:
    body = [node for node in ast.parse(source).body if not isinstance(node, _Definition)]
    return "\n".join(ast.unparse(node) for node in body if not isinstance(node, ast.Expr))


def _merged(base: str, one: str, other: str) -> str | None:
    """The text with the changes of both, line by line or else word by word; None where that makes no program."""
    if one == other:
        return one
    for pieces in (r".*\n|.+", r"\w+|\n *|[^\w\n]"):
        words = [re.findall(pieces, text) for text in (base, one, other)]
        if (text := _woven(*words)) is not None:
            try:
                ast.parse(text)
            except SyntaxError:
                continue
            return text
    return None


def _woven(base: list[str], one: list[str], other: list[str]) -> str | None:
    changes = sorted({*_changes(base, one), *_changes(base, other)})
    text, done = list[str](), 0
    for begin, end, words in changes:
        if begin < done:
            return None
        text += [*base[done:begin], *words]
        done = end
    starts = [(begin, end) for begin, end, _ in changes]
    return None if len(starts) != len({*starts}) else "".join([*text, *base[done:]])


def _changes(base: list[str], new: list[str]) -> list[tuple[int, int, tuple[str, ...]]]:
    match = SequenceMatcher(None, base, new, autojunk=False)
    return [(a, b, tuple(new[c:d])) for tag, a, b, c, d in match.get_opcodes() if tag != "equal"]
