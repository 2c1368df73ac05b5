"""id: S01a
tries: read the labels from within a task and give them back
expect: 1.1 BLOCKED 0
says: PermissionError
"""
def scale(x):
    return torch.tensor([float(open("@LABELS@").read().split()[0])])
