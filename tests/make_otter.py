"""Writes an Otter assignment of ten questions, as a teacher has it: `python tests/make_otter.py FILE.ipynb`.

Among them are all the forms that a source notebook may use; how many points each question has is said in `POINTS`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

POINTS = {"q1": 1, "q2": 2, "q3": 3, "q4": 2, "q5": 2, "q6": 1, "q7": 4, "q8": 1, "q9": 2, "q10": 3}
"""What each question is worth; q7 and q10 are marked by a person."""


def raw(text: str) -> NotebookNode:
    """A cell with marks."""
    return new_raw_cell(text)


def case(source: str, shows: str = "", *, printed: str = "") -> NotebookNode:
    """A test cell as it was saved, with what it shows."""
    outputs = [new_output("execute_result", data={"text/plain": shows}, execution_count=1)] if shows else []
    outputs += [new_output("stream", name="stdout", text=printed)] if printed else []
    return new_code_cell(source, outputs=outputs)


def question(settings: str, text: str, answer: list[NotebookNode], tests: list[NotebookNode]) -> Iterator[NotebookNode]:
    """The cells of a question."""
    yield raw(f"# BEGIN QUESTION\n{settings}")
    yield new_markdown_cell(text)
    yield from [raw("# BEGIN SOLUTION"), *answer, raw("# END SOLUTION")]
    if tests:
        yield from [raw("# BEGIN TESTS"), *tests, raw("# END TESTS")]
    yield raw("# END QUESTION")


def cells() -> Iterator[NotebookNode]:
    """The notebook."""
    yield raw("# ASSIGNMENT CONFIG\ninit_cell: true\nexport_cell: false\ncheck_all_cell: false")
    yield new_markdown_cell("# Homework 1: tensors in small steps")
    yield new_code_cell("import numpy as np\nimport torch")
    yield from question(
        "name: q1",
        "**Question 1.** Give `seconds` the number of seconds of a day.",
        [new_code_cell("seconds = 24 * 60 * 60 # SOLUTION\nseconds")],
        [case("seconds", "86400")],
    )
    yield from question(
        "name: q2\npoints: 2",
        "**Question 2.** Write `square`, which multiplies a number by itself.",
        [new_code_cell("def square(x):\n    # BEGIN SOLUTION\n    return x * x\n    # END SOLUTION")],
        [case("square(3) == 9", "True"), case("# HIDDEN\nsquare(12)", "144")],
    )
    yield from question(
        "name: q3\npoints: [0.5, 0.5, 2]",
        "**Question 3.** Write `mean`, the mean of a list of numbers.",
        [
            new_code_cell(
                "def mean(values):\n    total = sum(values) # SOLUTION\n    return total / len(values) # SOLUTION NO PROMPT"
            )
        ],
        [
            case("mean([1, 2, 3])", "2.0"),
            case("assert np.isclose(mean([0.5, 1.5]), 1.0)"),
            case("# HIDDEN\nassert np.isclose(mean([2.5, 4.5, 11.0]), 6.0)"),
        ],
    )
    yield from question(
        "name: q4\npoints: 2\nall_or_nothing: true",
        "**Question 4.** Write `largest`, the largest of some numbers.",
        [new_code_cell("def largest(values):\n    return max(values) # SOLUTION")],
        [case("largest([3, 1, 2])", "3"), case("largest([-3, -1, -2])", "-1")],
    )
    yield from question(
        "name: q5\npoints:\n  each: 1",
        "**Question 5.** Write `greet`, which prints a greeting.",
        [new_code_cell('def greet(name):\n    print(f"Hello, {name}!") # SOLUTION')],
        [
            case('greet("Ada")', printed="Hello, Ada!\n"),
            case('for name in ["Emmy", "Grace"]:\n    greet(name)', printed="Hello, Emmy!\nHello, Grace!\n"),
        ],
    )
    yield raw("# BEGIN QUESTION\nname: q6")
    yield new_markdown_cell("**Question 6.** Write `relu`, which puts 0 in the place of what is negative in a tensor.")
    yield raw("# BEGIN PROMPT")
    yield new_code_cell("def relu(x):\n    ...")
    yield raw("# END PROMPT")
    yield raw("# BEGIN SOLUTION")
    yield new_code_cell("# BEGIN SOLUTION NO PROMPT\ndef relu(x):\n    return x.clamp(min=0)\n# END SOLUTION")
    yield raw("# END SOLUTION")
    yield raw("# BEGIN TESTS")
    yield case("relu(torch.tensor([-1.0, 0.0, 2.0])).tolist()", "[0.0, 0.0, 2.0]")
    yield case(
        '""" # BEGIN TEST CONFIG\nhidden: true\nfailure_message: What becomes of a table?\n""" # END TEST CONFIG\n'
        "relu(torch.tensor([[-1.5, 2.5], [3.5, -4.5]])).tolist()",
        "[[0.0, 2.5], [3.5, 0.0]]",
    )
    yield raw("# END TESTS")
    yield raw("# END QUESTION")
    yield from question(
        "name: q7\nmanual: true\npoints: 4",
        "**Question 7.** What is a tensor? Two sentences.",
        [new_markdown_cell("A block of numbers of one kind. Its shape says how many along each direction.")],
        [],
    )
    yield from question(
        "name: q8",
        "**Question 8.** Give `parts` the first and the last row of `table`.",
        [new_code_cell("table = torch.arange(6).reshape(3, 2)\nparts = table[0], table[-1] # SOLUTION")],
        [case("parts[0]", "tensor([0, 1])"), case("parts[1]", "tensor([4, 5])")],
    )
    yield from question(
        "name: q9\npoints: 2",
        "**Question 9.** Write `is_prime`.",
        [
            new_code_cell(
                "def is_prime(n):\n    # BEGIN SOLUTION NO PROMPT\n    return n > 1 and all(n % k for k in range(2, n))\n"
                '    # END SOLUTION\n    """ # BEGIN PROMPT\n    return False\n    """; # END PROMPT'
            )
        ],
        [
            case(
                '""" # BEGIN TEST CONFIG\npoints: 0.5\n""" # END TEST CONFIG\nassert is_prime(7)\nassert not is_prime(8)'
            ),
            case("# HIDDEN\n[n for n in range(10) if is_prime(n)]", "[2, 3, 5, 7]"),
        ],
    )
    yield from question(
        "name: q10\nmanual: true\npoints: 3",
        "**Question 10.** Plot the parabola from -1 to 1.",
        [
            new_code_cell(
                "import matplotlib.pyplot as plt\nx = torch.linspace(-1, 1, 50) # SOLUTION\nplt.plot(x, x * x); # SOLUTION"
            )
        ],
        [],
    )


def write(path: Path) -> Path:
    """Writes the notebook."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    book = new_notebook(cells=[*cells()], metadata={"kernelspec": kernel})
    for number, cell in enumerate(book.cells):
        cell.id = f"cell-{number}"
    nbformat.write(book, path)
    return path


if __name__ == "__main__":
    write(Path(sys.argv[1]))
