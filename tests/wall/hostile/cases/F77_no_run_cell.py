"""id: F77
tries: replace the shell's way of running cells
place: before
expect: all RECORD_MISSING 0
"""
ip = get_ipython()
ip.run_cell = lambda *args, **kwargs: None
