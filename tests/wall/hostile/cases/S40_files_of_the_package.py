"""id: S40
tries: read the kit's own files and run what only the grading side has
expect: 1.1 OK 2
prints: no secret
"""
import glob, importlib, os, sys
import autograder

for name in ("verdict.judge", "grading.grade", "grading.reference", "grading.batch", "verdict.diagnose"):
    try:
        module = importlib.import_module(f"autograder.{name}")
        print(name, [value for value in vars(module).values() if isinstance(value, str) and "@" + "LABELS" + "@" in value])
    except (ImportError, OSError, Exception) as error:
        print(type(error).__name__)
try:
    from autograder.grading.reference import secret_seed
    print(secret_seed())
except BaseException as error:
    print("no secret", type(error).__name__)
