"""id: F83
tries: pictures that are traps: a billion pixels, no end, another format's bytes under a PNG's name
expect: 1.1 OK 2
"""
import struct
from IPython.display import Image, display

head = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 6, 0, 0, 0) + bytes(4)
display({"image/png": head}, raw=True)
display({"image/png": "java" + "script:alert(1)"}, raw=True)
display({"image/png": 'x" on' + 'error="alert(1)'}, raw=True)
display(Image(url="https://example.org/seen.png"), Image(data=b"<svg onload=alert(1)>", format="png"))
