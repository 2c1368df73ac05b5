"""What is right, what is wrong and why: by comparing answers, never by running student code. No grade rests on a verdict
that was reached in a process with student code in it, as that of `check` is."""
