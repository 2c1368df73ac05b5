"""id: R34
tries: a hundred thousand names that are almost the one asked for, each of which is compared
expect: 1.1 NOT_DEFINED 0
without: 1.1
"""
globals().update({f"scal{n}" * 20: 1 for n in range(100_000)})
