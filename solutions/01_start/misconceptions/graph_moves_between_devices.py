"""Who decides in PyTorch on which device a tensor lies? That has nothing to do with the graph."""

answers = answers | {"dynamic graph": "c"}
