"""The command line, one module for each kind of user: parses, calls one function of the rooms below, prints what it gives
back, ends with its status. No logic lives here."""
