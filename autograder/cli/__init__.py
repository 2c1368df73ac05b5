"""The command line, one module for each kind of user: a command parses, has the rooms below do the work, prints what they
give back, and ends with its status. What is right, kept or a failure is never decided here."""
