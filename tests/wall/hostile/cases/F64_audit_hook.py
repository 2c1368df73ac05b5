"""id: F64
tries: an audit hook, which nobody can take off again, that stops whatever opens or compiles
expect: 1.1 OK 2
"""
import sys

def hook(event, args):
    if event in ("open", "compile", "exec", "object.__getattr__"):
        raise SystemExit(event)

sys.addaudithook(hook)
