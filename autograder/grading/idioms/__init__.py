"""The slips that everybody makes with PyTorch and Python, as changes of a syntax tree that take one back.

Never anything from a solution, and nothing is run.
"""
