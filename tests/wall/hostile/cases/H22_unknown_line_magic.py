"""id: H22
tries: nothing: a line magic that does not exist here, in the cell of the answer
expect: 1.1 OK 2
without: 1.1
note: tensorboard
"""
%tensorboard --logdir runs
def scale(x):
    return 3 * x
