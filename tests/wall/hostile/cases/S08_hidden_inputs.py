"""id: S08
tries: print the hidden inputs from a cell, so that the feedback shows them
expect: 1.1 OK 2
prints: inputs \[\]
"""
import gc

found = [
    {name: tensor.tolist() for name, tensor in thing.tensors.items()}
    for thing in gc.get_objects() if type(thing).__name__ == "Frame" and getattr(thing, "tensors", None)
]
print("inputs", found)
