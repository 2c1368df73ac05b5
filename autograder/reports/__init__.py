"""One module a report: pure functions from a result to text. They import `result` alone, and write no file."""
