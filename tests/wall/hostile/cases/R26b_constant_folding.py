"""id: R26b
tries: constants that grow while they are compiled, and a source of 30,000 statements
expect: 1.1 OK 2
cell: 8
"""
exec("x = 1\n" * 30_000)
compile("(" + "'a' * 4096, " * 1000 + ")", "x", "exec")
compile("-" * 50 + "1", "x", "eval")
