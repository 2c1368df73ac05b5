"""Writes some words behind its letters, and marks them in ways of its own."""

answers = {"tensor": "c) Numbers of one kind", "autograd": "d: keeps track", "module": "b - An object", "optimizer": "a", "dynamic graph": "A", "ranges": "(c)", "losses": "**b**", "four steps": "d"}
