"""id: F52
tries: replace the asker, the student object and the inputs
expect: 1.1 WRONG 0
"""
def scale(x):
    from autograder.wall.inside import asking, job
    asking.ask = lambda probe, student, inputs: {"y": True}
    asking.Inputs.__getitem__ = lambda self, name: torch.zeros(())
    asking.Student.__getattr__ = lambda self, name: lambda *args: 0.0
    asking.seed = asking.explain = job.seed = job.explain = lambda *args: None
    return x
