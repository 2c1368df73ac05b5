"""Assignments of other systems, read as one model and written as nbgrader's source or as the kit's own form.
Never here: anything that runs what they hold."""
