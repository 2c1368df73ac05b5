"""id: F27f
tries: type names with markup, formulas and escape sequences, and one 100,000 letters long
expect: 1.1 WRONG 0, 1.2 WRONG 0
"""
Evil = type("=HYPERLINK(\"http://example.org\")\n\x1b[31m<script>", (), {})
Long = type("x" * 100_000, (ValueError,), {})

def scale(x):
    return Evil()

def affine(x, weight, bias):
    raise Long("why")
