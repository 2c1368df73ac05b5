"""Python calls a file to import a module too, but the question is about nn.Module. What do you call with an input,
to get an output?
"""

answers = answers | {"module": "a"}
