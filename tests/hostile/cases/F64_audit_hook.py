"""id: F64
tries: an audit hook, which nobody can take off again, that stops whatever opens or compiles
expect: all EXITED_EARLY 0
"""
import sys

def hook(event, args):
    if event in ("open", "compile", "exec", "object.__getattr__"):
        raise SystemExit(event)

sys.addaudithook(hook)
