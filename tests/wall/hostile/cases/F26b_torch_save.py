"""id: F26b
tries: send what torch.save writes, with a mark in it, as the body of a frame in form
expect: 1.1 RECORD_INVALID 0
"""
import io, json, os, struct

class Mark:
    def __reduce__(self):
        return exec, ("open('@MARKER@', 'w')",)

def scale(x):
    file = io.BytesIO()
    torch.save({"y": x, "mark": Mark()}, file)
    head = json.dumps({"kind": "answers", "probe": "scale", "tree": {"dict": {"y": {"tensor": "0"}}}}).encode()
    os.write(3, b"AGF1" + struct.pack("<IQ", len(head), len(file.getvalue())) + head + file.getvalue())
    return x
