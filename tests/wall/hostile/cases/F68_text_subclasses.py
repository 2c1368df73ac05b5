"""id: F68
tries: numbers, texts and dicts of own kinds whose conversions lie or fail
expect: 1.3 WRONG 0
"""
class Number(float):
    def __float__(self):
        raise MemoryError("can't allocate memory")

class Text(str):
    def __str__(self):
        return self
    def __getitem__(self, index):
        return 0.5

class Losses(list):
    def __iter__(self):
        yield from iter(int, 1)

right = train_step
def train_step(model, x, y, lr):
    right(model, x, y, lr)
    return Text("0.5")
