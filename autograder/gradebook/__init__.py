"""Inside nbgrader: its steps with ours among them, its course directory, its exports. nbgrader keeps the gradebook; no score
is kept a second way."""
