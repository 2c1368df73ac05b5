"""Parameters change in every network, with any library. The question is about the graph of operations: when is it
made?
"""

answers = answers | {"dynamic graph": "b"}
