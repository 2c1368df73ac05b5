"""All that shares a process with student code."""
