"""id: F61
tries: put finders into the import system and take modules out, once the questions are asked
expect: 1.1 RECORD_MISSING 0
"""
def scale(x):
    import sys, builtins, importlib

    class Finder:
        @staticmethod
        def find_spec(name, *args):
            raise SystemExit(name)

    sys.meta_path.insert(0, Finder)
    sys.path_hooks.clear()
    sys.path_importer_cache.clear()
    sys.path[:] = ["/"]
    for name in [name for name in sys.modules if name.split(".")[0] in ("json", "struct", "safetensors", "autograder", "math", "torch")]:
        del sys.modules[name]
    builtins.__import__ = importlib.import_module = Finder.find_spec
    return x
