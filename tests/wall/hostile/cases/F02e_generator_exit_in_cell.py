"""id: F02e
tries: GeneratorExit out of a cell that defines nothing
expect: 1.1 OK 2
"""
raise GeneratorExit
