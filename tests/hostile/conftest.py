"""The course and the cases are material of test_hostile.py and hold no tests of their own."""

collect_ignore = ["course", "cases"]
