"""id: F76
tries: take IPython's run loop, its hook for displays and its events apart
expect: 1.1 OK 2
"""
ip = get_ipython()
ip.events.register("post_run_cell", lambda *args: 1 / 0)
ip.events.register("pre_run_cell", lambda *args: exit())
ip.displayhook = ip.display_pub = None
ip.showtraceback = ip._showtraceback = lambda *args, **kwargs: exit()
ip.execution_count = "<b>many</b>"
