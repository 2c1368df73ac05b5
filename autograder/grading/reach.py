"""What reaches what: the names that the statements of a solution make and read."""

import ast
import builtins
import symtable
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograder.submission.notebook import parse


@dataclass(frozen=True)
class Statement:
    """A statement at the top level of the solution, and the names that it makes and reads there."""

    node: ast.stmt
    task: str
    makes: frozenset[str]
    reads: frozenset[str]


def statements(solution: str) -> Iterator[Statement]:
    """The statements of a solution in the percent format, but for those of cells that are not Python alone."""
    for cell in parse(solution, "solution.py").cells:
        if cell.cell_type != "code":
            continue
        try:
            body = ast.parse(cell.source).body
        except SyntaxError:  # magics
            continue
        for node in body:
            table = symtable.symtable(ast.unparse(node), "<reference>", "exec")
            yield Statement(node, cell.metadata.get("task", ""), frozenset(_made(table)), frozenset(_reads(table)))


def touched(overlay: str, used: Mapping[str, Collection[str]], program: Sequence[Statement]) -> list[str]:
    """Of questions, by the names that they use, those to which a program may answer otherwise once a source is laid over it.

    These come to a name that the source makes anew, or to one that nothing is seen to make. Where the source does more than
    define, it may change anything.
    """
    anew = _redefined(overlay, program)
    seen = {*dir(builtins), *(name for one in program for name in one.makes)}
    reached = {question: _reached(names, program) for question, names in used.items()}
    return [
        question for question, names in reached.items() if anew is None or anew & names or not names or names - seen
    ]


def _reached(names: Iterable[str], program: Sequence[Statement]) -> set[str]:
    """The names that whoever uses these can come to: themselves, and those that the statements read that make them."""
    wanted, found = [*names], set[str]()
    while wanted:
        if (name := wanted.pop()) not in found:
            found.add(name)
            wanted += (read for one in program if name in one.makes for read in one.reads)
    return found


def _redefined(overlay: str, program: Sequence[Statement]) -> set[str] | None:
    """The names that a source makes, but for imports that the program has, too; None if it does more than define."""
    known = {name for one in program for name in _imported(one.node)}
    body = [node for node in ast.parse(overlay).body if not _imported(node) or not _imported(node) <= known]
    if not all(map(_only_defines, body)):
        return None
    return {name for node in body for name in _made(symtable.symtable(ast.unparse(node), "<overlay>", "exec"))}


def _imported(node: ast.stmt) -> set[str]:
    """What a statement imports, each with where it comes from and what it is called."""
    names = node.names if isinstance(node, ast.Import | ast.ImportFrom) else []
    return {f"{getattr(node, 'module', '')} {ast.unparse(name)}" for name in names}


def _only_defines(node: ast.stmt) -> bool:
    match node:
        case ast.Expr(ast.Constant()):
            return True
        case ast.FunctionDef(decorator_list=[]):
            return not _calls(node.args)
        case ast.ClassDef(decorator_list=[], keywords=[]):
            return all(map(_only_defines, node.body))
        case ast.Assign(targets=[ast.Name()]):
            return not _calls(node.value)
    return False


def _calls(node: ast.AST) -> bool:
    return any(isinstance(part, ast.Call) for part in ast.walk(node))


def _made(table: symtable.SymbolTable) -> set[str]:
    return {it.get_name() for it in table.get_symbols() if it.is_assigned() or it.is_imported()}


def _reads(table: symtable.SymbolTable) -> Iterator[str]:
    """The names of the top level that are read in a statement, however deep."""
    top = table.get_type() == "module"
    yield from (it.get_name() for it in table.get_symbols() if (it.is_referenced() if top else it.is_global()))
    for inner in table.get_children():
        yield from _reads(inner)
