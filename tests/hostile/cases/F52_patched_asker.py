"""id: F52
tries: replace the asker, the student object and the inputs
expect: 1.1 WRONG 0
"""
def scale(x):
    from autograder.inside import run
    run.ask = lambda probe, student, inputs: {"y": True}
    run.Inputs.__getitem__ = lambda self, name: torch.zeros(())
    run.Student.__getattr__ = lambda self, name: lambda *args: 0.0
    run._seed = run.explain = lambda *args: None
    return x
