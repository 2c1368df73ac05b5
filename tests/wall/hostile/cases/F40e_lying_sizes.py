"""id: F40e
tries: tensors whose offsets overlap, whose sizes lie and whose shapes are huge, negative or fractions
expect: 1.1 RECORD_INVALID 0, 1.2 RECORD_INVALID 0, 1.3 RECORD_INVALID 0
"""
import json, os, struct

def send(probe, entries, data):
    body = json.dumps(entries).encode()
    body = struct.pack("<Q", len(body)) + body + data
    head = json.dumps({"kind": "answers", "probe": probe, "tree": {"dict": {"y": {"tensor": "0"}}}}).encode()
    os.write(3, b"AGF1" + struct.pack("<IQ", len(head), len(body)) + head + body)
    os._exit(0)

def scale(x):
    if len(x) == 4:
        send("scale", {"0": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}, "1": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}}, bytes(16))
    send("scale_hidden", {"0": {"dtype": "F32", "shape": [1 << 40, 1 << 40], "data_offsets": [0, 28]}}, bytes(28))

def affine(x, weight, bias):
    if len(x) == 5:
        send("affine", {"0": {"dtype": "F32", "shape": [2.0, 2], "data_offsets": [0.0, 16.0]}}, bytes(16))
    send("affine_hidden", {"0": {"dtype": "F32", "shape": [-1, -2], "data_offsets": [0, 8]}}, bytes(8))

def train_step(model, x, y, lr):
    send("train_step", {"0": {"dtype": ["F32"], "shape": {}, "data_offsets": "ab"}}, bytes(8))
