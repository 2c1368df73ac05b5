"""id: H13
tries: nothing: errors that have causes, groups and notes
expect: 1.1 WRONG 0
says: ExceptionGroup
"""
def scale(x):
    try:
        1 / 0
    except ZeroDivisionError as error:
        error.add_note("a note")
        raise ExceptionGroup("several", [error, ValueError("other")]) from error
