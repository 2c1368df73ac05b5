"""id: F40g
tries: headers with keys that stand twice, with NaN and nested 900 deep
expect: 1.1 RECORD_INVALID 0, 1.2 RECORD_INVALID 0
"""
import os, struct

def send(text):
    os.write(3, b"AGF1" + struct.pack("<IQ", len(text), 0) + text)
    os._exit(0)

def scale(x):
    if len(x) == 4:
        send(b'{"kind": "answers", "probe": "scale", "probe": "scale", "tree": {"dict": {"y": 1}}}')
    send(b'{"kind": "answers", "probe": "scale_hidden", "tree": {"dict": {"y": NaN}}}')

def affine(x, weight, bias):
    if len(x) == 5:
        send(b'{"kind": "answers", "probe": "affine", "tree": {"dict": {"y": ' + b'{"list": [' * 900 + b"]}" * 900 + b"}}}")
    send(b"[" * 100_000)
