"""id: F50
tries: replace what the kit itself is written with: operator, json, math, the codecs' handlers and then the builtins
expect: 1.1 RECORD_INVALID 0
"""
def scale(x):
    import builtins, codecs, json, math, operator
    operator.is_ = math.isfinite = lambda *args: True
    codecs.register_error("replace", lambda error: ("true", error.end))
    json.dumps = lambda *args, **kwargs: '{"kind": "end"}'
    builtins.isinstance = builtins.issubclass = lambda *args: True
    builtins.vars = builtins.len = builtins.dict = lambda *args: 0
    raise SystemExit
