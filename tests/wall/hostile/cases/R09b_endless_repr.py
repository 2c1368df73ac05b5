"""id: R09b
tries: a value whose display never ends, and one whose display is 200 MB
expect: 1.1 TIME_LIMIT 0
without: 1.1
"""
class Endless:
    def __repr__(self):
        while True:
            pass

class Big:
    def __repr__(self):
        return "x" * 200_000_000

print(len(repr(Big())))
scale = lambda x: 3 * x
Endless()
