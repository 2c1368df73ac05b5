"""id: F51
tries: replace the writer of answers and the frames themselves, once the questions are asked
expect: 1.1 RECORD_MISSING 0
"""
def scale(x):
    import safetensors.torch
    from autograder.record import answers, frame
    safetensors.torch.save = lambda tensors: b""
    answers.Writer.tree = lambda self, value, depth=0: {"dict": {"y": True}}
    frame.Frame.pack = lambda self: None
    return 3 * x
