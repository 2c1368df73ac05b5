"""id: H39
tries: nothing: classes over cells, enums, generics, pattern matching, a class saved and loaded
expect: 1.1 OK 2
prints: Point\(x=1
"""
import copy, enum, pickle, typing
from dataclasses import dataclass

@dataclass
class Point:
    x: int = 1

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(2, 2)

# %%
print(pickle.loads(pickle.dumps(Point())), copy.deepcopy(Net()).layer.weight.shape)
torch.save(Net(), "net.pt")
torch.load("net.pt", weights_only=False)

# %%
match Point():
    case Point(x=1):
        kind = enum.Enum("Kind", "A B")
T = typing.TypeVar("T")
class Box(typing.Generic[T]):
    pass
