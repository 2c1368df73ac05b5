"""One module per report. Each is a pure `render(result) -> str`; only `autograder.cli` writes files."""
