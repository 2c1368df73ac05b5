"""Nudge a weight a tiny bit: does the number of hits change at all? What slope would there be to walk down?"""

answers = answers | {"losses": "d"}
