"""Statements too much, too little, in another order or at another place."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import Final

from autograder.grading.idioms.parts import Names, Slot, Way, callee, code, lines, out_of_place, receiver

_BLOCKS: Final = (ast.For, ast.While, ast.With, ast.If)


def decorated(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[Way]:
    """What a function may be decorated with too much."""
    for number, one in enumerate(function.decorator_list):
        left = [other for n, other in enumerate(function.decorator_list) if n != number]
        yield Way(1, one.lineno, [(Slot(function, "decorator_list"), left)])


def in_a_function(function: ast.FunctionDef | ast.AsyncFunctionDef, names: Names) -> Iterator[Way]:
    """What a whole function may lack."""
    body, slot = function.body, Slot(function, "body")
    start = 1 if len(body) > 1 and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) else 0
    first, last = body[start], body[-1]
    if function.name == "__init__" and "super" not in ast.unparse(function):
        yield Way(0, first.lineno, [(slot, [*lines("super().__init__()"), *body])])
    match last:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AugAssign(target=ast.Name(id=name)):
            yield Way(0, last.lineno, [(slot, [*body, *lines(f"return {name}")])])
        case ast.Expr(value=value) if function.name != "__init__":
            yield Way(0, last.lineno, [(slot, [*body[:-1], ast.Return(value)])])
        case ast.For() | ast.While() | ast.With() | ast.If():
            for name in names.local[len(names.parameters) :]:
                yield Way(2, last.lineno, [(slot, [*body, *lines(f"return {name}")])])
    at = next((one for one in body if isinstance(one, ast.For | ast.While | ast.With)), first).lineno
    for model in names.models:
        for mode in ("eval", "train"):
            if f"{model}.{mode}()" not in ast.unparse(function):
                yield Way(1, at, [(slot, [*body[:start], *lines(f"{model}.{mode}()"), *body[start:]])])
        kept = [*body[:start], *lines(f"mode_before = {model}.training"), *body[start:]]
        back = lines(f"{model}.train(mode_before)")
        for index in range(len(kept) - 1, start, -1):
            if callee(kept[index]) in ("train", "eval") and ast.unparse(kept[index]).startswith(f"{model}."):
                line, new = kept[index].lineno, [*kept[:index], *back, *kept[index + 1 :]]
                yield Way(1 if index > start + 2 else 3, line, [(slot, new)])
        if isinstance(last, ast.Return) and last.value is not None:
            simple = isinstance(last.value, ast.Name | ast.Tuple | ast.BinOp)
            shown = [*lines("answer = 0"), *back, *lines("return answer")]
            shown[0].value = last.value  # type: ignore[attr-defined]
            yield Way(1, last.lineno, [(slot, [*kept[:-1], *(back if simple else shown), *([last] if simple else [])])])
        if names.device and f"{model}.to(" not in ast.unparse(function):
            moved = lines(f"{model}.to({names.device})")
            yield Way(1, first.lineno, [(slot, [*body[:start], *moved, *body[start:]])])
    if "no_grad" not in (text := ast.unparse(function)) and "inference_mode" not in text and "backward" not in text:
        yield Way(1, at, [(slot, [*body[:start], _without_history(body[start:])])])
    yield from _weighted(function, names)


def _without_history(body: Sequence[ast.stmt]) -> ast.stmt:
    block = lines("with torch.no_grad():\n pass")[0]
    block.body = [*body]  # type: ignore[attr-defined]
    return block


def _weighted(function: ast.AST, names: Names) -> Iterator[Way]:
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
        node for node in ast.walk(function) if isinstance(node, ast.Call) and callee(node) == "append" and node.args
    ]
    parts: list[ast.AugAssign | ast.Call] = [*sums, *lists]
    for batch in names.batches[:2]:
        for part in parts:
            whose: ast.expr | None
            if isinstance(part, ast.AugAssign):
                whose, value, slot = part.target, part.value, Slot(part, "value")
            else:
                whose, value, slot = receiver(part), part.args[0], Slot(part, "args", 0)
            more = [(slot, ast.BinOp(value, ast.Mult(), code(f"len({batch})")))]
            if isinstance(part, ast.AugAssign):
                yield Way(1, part.lineno, more)
            name = ast.unparse(whose) if whose is not None else ""
            for node, above, below in divided:
                for whole in totals if name and name in above else ():
                    if whole != below:
                        yield Way(2, node.lineno, [*more, (Slot(node, "right"), code(whole))])


def statements(slot: Slot, names: Names) -> Iterator[Way]:
    """What a block may have too much, too little, or in the wrong order."""
    block: list[ast.stmt] = slot.get()
    in_loop = isinstance(slot.owner, ast.For | ast.While)
    text = "\n".join(map(ast.unparse, block))

    def put(rank: int, line: int, at: int, *new: ast.stmt, instead: int = 0) -> Way:
        return Way(rank, line, [(slot, [*block[:at], *new, *block[at + instead :]] or [ast.Pass()])])

    for index, one in enumerate(block):
        line = one.lineno
        following = block[index + 1].lineno if index + 1 < len(block) else line
        called = callee(one)
        if called == "backward":
            for leaf in names.leaves:
                yield put(1, line, index, *lines(f"{leaf}.grad = None"))
            for optimizer in names.optimizers + names.models:
                if f"{optimizer}.zero_grad" not in text:
                    yield put(0, line, index, *lines(f"{optimizer}.zero_grad()"))
                if f"{optimizer}.step" not in text and optimizer not in names.models:
                    yield put(0, following, index + 1, *lines(f"{optimizer}.step()"))
        if "backward" not in text:
            match one:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call()) if names.optimizers or "grad" in text:
                    yield put(1, following, index + 1, *lines(f"{name}.backward()"))
                    yield put(1, following, index + 1, *lines(f"{name}.sum().backward()"))
        match one:
            case ast.Expr(value=ast.Constant()):
                continue
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name))) as call):
                for made in (call, *out_of_place(call)):
                    yield put(1, line, index, ast.Assign([ast.Name(name, ast.Store())], made, lineno=line), instead=1)
                yield put(1, line, index, instead=1)
            case ast.Assign(targets=[ast.Name() as kept], value=value):
                yield put(2, line, index, ast.AugAssign(kept, ast.Add(), value), instead=1)
                yield put(4, line, index, instead=1)
            case ast.AugAssign(target=changed, op=op, value=value):
                yield put(2, line, index, ast.Assign([changed], value, lineno=line), instead=1)
                plain = ast.BinOp(code(ast.unparse(changed)), op, value)
                yield put(2, line, index, ast.Assign([changed], plain, lineno=line), instead=1)
                yield put(2, line, index, _without_history([one]), instead=1)
                yield put(3, line, index, instead=1)
            case ast.Return() if index + 1 < len(block):  # what stands below is never reached
                yield put(0, line, index, instead=1)
            case ast.With(body=body):
                yield put(1, line, index, *body, instead=1)
            case ast.If(test=test, body=body, orelse=other):
                yield put(3, line, index, *body, instead=1)
                if other:
                    yield put(4, line, index, *other, instead=1)
                yield Way(3, line, [(Slot(one, "test"), ast.UnaryOp(ast.Not(), test))])
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
                yield put(1, line, index + 1, *lines(f"{leaf}.grad = None"))
        if index + 1 < len(block):
            after = block[index + 1]
            both = bool(called and callee(after))
            which = after.lineno if callee(after) == "zero_grad" else line
            # What stood on the other side of a whole block was seldom meant to: all else is likelier.
            rank = 1 if both else 6 if isinstance(one, _BLOCKS) or isinstance(after, (*_BLOCKS, ast.Return)) else 3
            yield put(rank, which, index, after, one, instead=2)
    for earlier, later in ((a, b) for b in range(2, len(block)) for a in range(b - 1)):
        if callee(block[later]) in ("zero_grad", "eval", "train", "backward", "step"):
            new = [*block[:earlier], block[later], *block[earlier:later], *block[later + 1 :]]
            yield Way(2, block[later].lineno, [(slot, new)])


def _loop(slot: Slot, index: int, loop: ast.For | ast.While, body: Sequence[ast.stmt], names: Names) -> Iterator[Way]:
    """What stands inside a loop and belongs before or behind it, and the other way round."""
    block: list[ast.stmt] = slot.get()
    inside = Slot(loop, "body")

    def outside(at: int, *new: ast.stmt, instead: int = 0) -> tuple[Slot, list[ast.stmt]]:
        return slot, [*block[:at], *new, *block[at + instead :]]

    for number, one in enumerate(body):
        left = [*body[:number], *body[number + 1 :]] or [ast.Pass()]
        if isinstance(one, ast.Return):
            yield Way(0, one.lineno, [(inside, left), outside(index + 1, one)])
        elif number == len(body) - 1:
            yield Way(2, one.lineno, [(inside, left), outside(index + 1, one)])
        elif isinstance(one, ast.Assign) and (
            isinstance(one.value, ast.Constant | ast.List | ast.Tuple | ast.Dict) or "Loader" in ast.unparse(one)
        ):
            yield Way(1, one.lineno, [(inside, left), outside(index, one)])
    for at in range(index):
        one = block[at]
        if isinstance(one, ast.Assign) and isinstance(one.value, ast.Constant | ast.List | ast.Tuple | ast.Dict):
            yield Way(1, one.lineno, [(inside, [one, *body]), outside(at, instead=1)])
        elif callee(one) in ("train", "eval", "zero_grad"):
            yield Way(1, loop.lineno, [(inside, [one, *body])])
            yield Way(1, body[0].lineno, [(inside, [one, *body])])
    if index + 1 < len(block) and not isinstance(block[index + 1], ast.Return | ast.For | ast.While):
        after = block[index + 1]
        yield Way(2, after.lineno, [(inside, [*body, after]), outside(index + 1, instead=1)])
    for model in names.models:
        for mode in ("train", "eval"):
            yield Way(1, loop.lineno, [(inside, [*lines(f"{model}.{mode}()"), *body])])
    moved = ""
    match loop:
        case ast.For(target=ast.Tuple(elts=[ast.Name(id=a), ast.Name(id=b)])) if names.device:
            moved = f"{a}, {b} = ({a}.to({names.device}), {b}.to({names.device}))"
        case ast.For(target=ast.Name(id=a)) if names.device:
            moved = f"{a} = [part.to({names.device}) for part in {a}]"
    if moved:
        unkept = [part for part in ast.walk(loop) if isinstance(part, ast.Expr) and callee(part) == "to"]
        line = (unkept or body)[0].lineno
        yield Way(1, line, [(inside, [*lines(moved), *body])])
    for number, part in enumerate(body):
        if re.search(r"\b(break|continue)\b", ast.unparse(part)):
            yield Way(1, part.lineno, [(inside, [*body[:number], *body[number + 1 :]] or [ast.Pass()])])
    match loop:
        case ast.For(target=ast.Tuple(elts=[count, *parts]), iter=ast.Call(func=ast.Name(id="enumerate"))) if parts:
            pair = ast.Tuple([count, ast.Tuple(parts, ast.Store())], ast.Store())
            yield Way(0, loop.lineno, [(Slot(loop, "target"), pair)])
        case ast.For(target=ast.Tuple(elts=[_, ast.Tuple()]), iter=ast.Name() as walked):
            counted = ast.Call(ast.Name("enumerate", ast.Load()), [walked], [])
            yield Way(0, loop.lineno, [(Slot(loop, "iter"), counted)])
    if isinstance(loop, ast.For):
        for part in body:
            if (
                isinstance(part, ast.Assign)
                and isinstance(part.targets[0], ast.Tuple)
                and isinstance(part.value, ast.Call)
            ):
                for name in (node for node in ast.walk(loop.target) if isinstance(node, ast.Name)):
                    yield Way(1, part.lineno, [(Slot(part, "value"), ast.Name(name.id, ast.Load()))])
