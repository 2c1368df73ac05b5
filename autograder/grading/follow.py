"""Follow-through: one slip costs once.

A check that failed is asked again with the reference's definitions in place of what its question is not about, where
earlier tasks show that it is wrong. Only earlier names are replaced, so two that are wrong and use each other cannot
put each other right. Where the question is about the very function that an earlier task shows to be wrong, in a way
that is known, what is answered must be what the solution answers with that one fault.
"""

from __future__ import annotations

import ast
import marshal
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from autograder.course.assignment import Assignment
from autograder.grading.reach import Statement, statements
from autograder.record.answers import Record
from autograder.result import Check, Diagnosis, Outcome, either
from autograder.verdict.diagnose import Misconceptions
from autograder.verdict.judge import Judge, Judgement

Names = tuple[str, ...]


class FollowThrough:
    """Which checks of an assignment are asked again, with which of the reference's definitions.

    `right` is the judgement of the reference's own record, `expected`: what a check reads when it passes, and which names
    those questions are about.
    """

    def __init__(self, assignment: Assignment, expected: Record, right: Judgement):
        self._probes = right.probes
        self._about = {name: expected.names(probes) for name, probes in right.probes.items()}
        self._used = {name: expected.names(probes, only_used=True) for name, probes in right.probes.items()}
        self._statements = list(statements(assignment.solution))
        defined = [s for s in self._statements if s.task and isinstance(s.node, ast.FunctionDef | ast.ClassDef)]
        self._defined = tuple(dict.fromkeys(name for one in defined for name in one.makes))

    def replaced(self, check: Check, checks: Sequence[Check]) -> Names:
        """The names that the reference's definitions may take the place of, when a check is asked again.

        Each is of an earlier task, is not what the check is about, and a check of an earlier task that is about it failed.
        """
        failed = [one for one in checks if one.outcome is Outcome.FAILED and _number(one.task) < _number(check.task)]
        suspects = {name for one in failed for name in self._about[one.name]} - self._about[check.name]
        return tuple(name for name in self._defined if name in suspects and self._needed(name, check) is not None)

    def groups(self, checks: Sequence[Check], record: Record, cells: Sequence[str]) -> Mapping[Names, Sequence[Check]]:
        """The checks that are asked again next, by the names that are replaced; none if there is no more to ask.

        These are names that the program or a question uses, and that a check failed by its own fault: one with which nothing
        is left to try.
        """
        found, settled = dict[Names, list[Check]](), list[Check]()
        mentioned = _mentioned(cells)
        for check in checks:
            if check.outcome in (Outcome.FAILED, Outcome.SKIPPED):
                used = mentioned | self._used[check.name]
                names = tuple(name for name in self.replaced(check, settled) if name in used)
                if (
                    self._asks(check, names, checks)
                    and not self._probes[check.name] <= record.again.get(names, {}).keys()
                ):
                    found.setdefault(names, []).append(check)
                else:
                    settled.append(check)
        return found

    def _asks(self, check: Check, names: Names, checks: Sequence[Check]) -> bool:
        """Whether a check with these names replaced still asks for something of the program's own.

        One that is about no name by itself, but about several together, asks for those that are left. Where more than one
        is replaced, each must have been right in something: who has written next to nothing has no part in the whole.
        """
        if not names or self._about[check.name]:
            return bool(names)
        return bool(self._used[check.name] - {*names}) and (len(names) == 1 or {*names} <= self._shown(checks))

    def _shown(self, checks: Iterable[Check]) -> set[str]:
        """The names that have been right in something."""
        return self.about([check for check in checks if check.outcome is Outcome.PASSED])

    def probes(self, checks: Sequence[Check]) -> set[str]:
        """The questions that these checks rest on."""
        return {probe for check in checks for probe in self._probes[check.name]}

    def about(self, checks: Sequence[Check]) -> set[str]:
        """The names of the program that these checks are about."""
        return {name for check in checks for name in self._about[check.name]}

    def code(self, names: Names, checks: Sequence[Check]) -> bytes:
        """The reference's definitions of these names and what they need, compiled: nothing that these checks are about."""
        wanted = {id(one) for name in names for one in self._needed(name, *checks) or ()}
        body = [_bare(one.node) for one in self._statements if id(one) in wanted]
        return marshal.dumps(compile(ast.Module(body, []), "<reference>", "exec", dont_inherit=True))

    def lifted(self, judge: Judge, record: Record, checks: Sequence[Check], share: float) -> list[Check]:
        """The checks, of which those that pass by the answers that were given again earn this share of their points."""
        now = {check.name: check for check in checks}

        def judged(some: Collection[str], answers: Record, names: Names = ()) -> Sequence[Check]:
            """Judges some checks; of the others those count as failed that did, but for those that only ask for `names`."""
            others = [one for one in now.values() if one.outcome is not Outcome.PASSED and one.name not in some]
            open_ = [one for one in others if not self._about[one.name] or not self._about[one.name] <= {*names}]
            return judge(answers, only=some, failed={text for one in open_ for text in (one.name, one.task)}).checks

        for names, answers in record.again.items():
            some = {
                check.name
                for check in now.values()
                if check.outcome in (Outcome.FAILED, Outcome.SKIPPED)
                and {*names} <= {*self.replaced(check, checks)}
                and self._asks(check, names, checks)
                and self._probes[check.name] <= answers.keys()
            }
            for check in judged(some, answers, names) if some else ():
                if check.outcome is Outcome.PASSED:
                    now[check.name] = _passed(check, share, names)
        waiting = {check.name for check in now.values() if check.outcome is Outcome.SKIPPED}
        if waiting and any(check.followed for check in now.values()):
            for check in judged(waiting, record):  # they may have waited for one of these alone
                now[check.name] = check
                if check.outcome is Outcome.PASSED:
                    needs = {name for need in check.needs for name in either(need)}
                    needed = [one for one in now.values() if {one.name, one.task} & needs]
                    names = tuple(dict.fromkeys(name for one in needed for name in one.followed))
                    now[check.name] = _passed(check, share, names)
        return [now[check.name] for check in checks]

    def consequences(
        self,
        checks: Sequence[Check],
        record: Record,
        misconceptions: Misconceptions,
        found: Sequence[Diagnosis],
        share: float,
    ) -> list[Check]:
        """The checks, of which those earn this share that a misconception explains which is not of their task.

        It was found in an earlier task whose text it goes against, and all answers that the check rests on are those of the
        solution with it: so nothing else is wrong there.
        """
        known = [(it, misconceptions.known.get(it.misconception)) for it in found]  # errors and the like are no program
        suspects = [one for it, one in known if one and it.task in one.against]

        now = {check.name: check for check in checks}
        for check in checks:
            if check.outcome not in (Outcome.FAILED, Outcome.SKIPPED):
                continue
            open_ = [one for one in now.values() if one.outcome is not Outcome.PASSED]
            wrong = {text for one in open_ for text in (one.name, one.task)}
            shown = self._shown(now.values())
            ready = not any(wrong.issuperset(either(need)) for need in check.needs)
            for one in suspects if ready else ():
                earlier = all(_number(task) < _number(check.task) for task in one.against)
                # Who does nothing at all may answer as the fault does: each name must have been right in something else.
                about, probes = self._about[check.name], self._probes[check.name]
                if earlier and about <= shown and probes and misconceptions.explains(one.known_as, record, probes):
                    now[check.name] = _passed(check, share, tuple(one.defines))
        return [now[check.name] for check in checks]

    def _needed(self, name: str, *checks: Check) -> Sequence[Statement] | None:
        """The statements that make a name and what they need; None where these checks are about some of that, or it is not
        of an earlier task."""
        about = self.about(checks)
        first = min(_number(check.task) for check in checks)
        wanted, seen, found = [name], set[str](), list[Statement]()
        while wanted:
            if (name := wanted.pop()) in seen:
                continue
            seen.add(name)
            for one in self._statements:
                if name in one.makes and one not in found:
                    if one.makes & about or (one.task and _number(one.task) >= first):
                        return None
                    found.append(one)
                    wanted += one.reads
        return found


def _passed(check: Check, share: float, names: Names) -> Check:
    points = share * check.max_points
    return replace(check, outcome=Outcome.PASSED, code="OK", rationale="", points=points, followed=names)


def _number(task: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", task)]


def _bare(node: ast.stmt) -> ast.stmt:
    """The statement without the texts that describe what it defines."""
    node = ast.parse(ast.unparse(node)).body[0]
    for part in ast.walk(node):
        if (
            isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            and ast.get_docstring(part) is not None
        ):
            part.body = part.body[1:] or [ast.Pass(lineno=part.lineno, col_offset=0)]
    return node


_NAMED = re.compile(r"(?<!def )(?<!class )\b[^\W\d]\w*")


def _mentioned(cells: Sequence[str]) -> set[str]:
    """The names that a program has anywhere else than where it defines them."""
    return {name for cell in cells for name in _NAMED.findall(cell)}
