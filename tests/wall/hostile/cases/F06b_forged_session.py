"""id: F06b
tries: send the whole conversation ahead of time from the first cell, all answers invented
place: before
expect: 1.1 WRONG 0, 1.2 WRONG 0, 1.3 WRONG 0
"""
import gc, os, torch
from autograder.record.answers import answers_frame
from autograder.record.frame import Frame

job = next(it for it in gc.get_objects() if type(it) is dict and {"cells", "probes"} <= it.keys())
frames = []
for index in range(1, len(job["cells"])):
    frames.append(Frame({"kind": "cell", "index": index}, {}))
report = {"outcome": "ok", "code": "OK", "error": "", "outputs": []}
frames.append(Frame({"kind": "cells", "cells": [{"index": i, **report} for i in range(len(job["cells"]))], "notes": []}, {}))
zeros = {
    "scale": {"y": torch.zeros(4)}, "scale_hidden": {"y": torch.zeros(7)}, "affine": {"y": torch.zeros(5, 2)}, "affine_hidden": {"y": torch.zeros(1, 2)},
    "train_step": {"losses": [0.5, 0.25], "weights": {"0.weight": torch.zeros(3, 2), "0.bias": torch.zeros(3), "2.weight": torch.zeros(2, 3), "2.bias": torch.zeros(2)}},
}
for probe in job["probes"]:
    frames += [Frame({"kind": "asking", "probe": probe}, {}), answers_frame(probe, zeros[probe])]
for frame in frames:
    os.write(3, frame.pack())
os._exit(0)
