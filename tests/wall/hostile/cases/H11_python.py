"""id: H11
tries: nothing: dataclasses, pickling, generics and classes across cells
expect: 1.1 OK 2
prints: Net 3 True
"""
from dataclasses import dataclass
from typing import NamedTuple
import copy, pickle, functools

@dataclass
class Options:
    size: int = 3

class Net(nn.Module):
    def __init__(self, options):
        super().__init__()
        self.layer = nn.Linear(options.size, 1)
    def forward(self, x):
        return self.layer(x)

# %%
net = Net(Options())
same = pickle.loads(pickle.dumps(net))
copy.deepcopy(net)
print(type(same).__name__, same.layer.in_features, torch.equal(net.layer.weight, same.layer.weight))
