"""Makes what students get out of what authors write."""

from __future__ import annotations

import nbformat
from nbgrader.preprocessors import ClearSolutions

from autograder.course import BEGIN, END, Assignment, AuthorError
from autograder.notebook import parse


def stub(assignment: Assignment) -> nbformat.NotebookNode:
    """The student's notebook: the solution with each answer replaced by ``raise NotImplementedError("Task 6.2: ...")``.

    nbgrader's own ClearSolutions does it. Raises AuthorError for an answer cell without a task.
    """
    notebook = nbformat.v4.new_notebook(cells=list(parse(assignment.solution, "solution.py").cells))
    for cell in notebook.cells:
        if cell.cell_type != "code" or BEGIN not in cell.source:
            continue
        task = cell.metadata.get("task")
        if not task or END not in cell.source:
            rule = 'an answer cell starts with `# %% task="6.2"` and has both BEGIN and END SOLUTION'
            raise AuthorError(f"{assignment.name}/solution.py: {rule}")
        message = f'raise NotImplementedError("Task {task}: write this part, then remove this line")'
        one = nbformat.v4.new_notebook(cells=[cell])
        ClearSolutions(code_stub={"python": message}, enforce_metadata=False).preprocess(one, {})
    return notebook
