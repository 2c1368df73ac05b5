"""One module a report: pure functions from a result to text. They import `result` and one another alone, and write no
file."""
