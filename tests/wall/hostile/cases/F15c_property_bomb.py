"""id: F15c
tries: answer with objects whose type names, keys and conversions are traps
expect: 1.1 EXITED_EARLY 0
"""
class Meta(type):
    __module__ = property(lambda cls: "<b>" * 100)

class Trap(metaclass=Meta):
    def __getattribute__(self, name):
        raise SystemExit(name)

    def __len__(self):
        raise SystemExit

def scale(x):
    return Trap()
