"""id: H09
tries: nothing: torch.compile
expect: 1.3 OK 5
prints: compiled
cell: 20
within: 40
"""
model = torch.compile(nn.Linear(2, 2))
model(torch.zeros(1, 2))

@torch.compile
def twice(x):
    return 2 * x
print("compiled", twice(torch.ones(1)))
