"""The class as JSON: what the class page says, for programs."""

import dataclasses
import json
import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from autograder.reports.items import Item, alpha, items
from autograder.result import FORMAT, Missing, Outcome, Result


def render(results: Sequence[Result], assignment: str, missing: Sequence[Missing] = ()) -> str:
    """`class.json`: `format`, figures of the class, and a list each of checks, misconceptions and submissions."""
    met = Counter(
        (d.task, d.misconception) for result in results for d in dict.fromkeys(result.diagnoses) if d.misconception
    )
    whole = {
        "format": FORMAT,
        "assignment": assignment,
        "cronbach_alpha": _number(alpha(results)),
        "checks": [_item(item) for item in items(results)],
        "misconceptions": [
            {"task": task, "misconception": name, "submissions": count} for (task, name), count in met.most_common()
        ],
        "submissions": [_submission(result) for result in results],
        "ungraded": {result.student: result.ungraded.reason for result in results if result.ungraded},
        "missing": [dataclasses.asdict(one) for one in missing],
    }
    return json.dumps(whole, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _item(item: Item) -> dict[str, Any]:
    about = {"task": item.check.task, "name": item.check.name, "title": item.check.title}
    counts = {outcome.value: item.count[outcome] for outcome in Outcome}
    return about | counts | {
        "difficulty": _number(item.difficulty), "discrimination": _number(item.discrimination)
    }  # fmt: skip


def _submission(result: Result) -> dict[str, Any]:
    return {
        "student": result.student,
        "id": result.id,
        "status": result.status,
        "late": result.late,
        "file": result.submission.name,
        "score": result.score,
        "max_score": result.max_score,
        "flagged": result.flagged,
        "flags": list(result.flags),
        "by_hand": [task.task for task in result.by_hand],
        "protection": result.protection,
        "outcomes": {check.name: check.outcome.value for check in result.checks},
        "misconceptions": list(dict.fromkeys(it.misconception for it in result.diagnoses if it.misconception)),
        "usage": dataclasses.asdict(result.usage),
    }


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 4)
