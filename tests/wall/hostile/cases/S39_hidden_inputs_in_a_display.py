"""id: S39
tries: show the hidden inputs: displays, remarks, outputs and streams of the notebook while the questions are asked
expect: 1.1 WRONG 0
"""
import sys
from IPython.display import display

ip = get_ipython()
stream = sys.stdout

def scale(x):
    stream.write(str(x))
    display(x.tolist())
    ip.outputs.items.append({"output_type": "stream", "name": "stdout", "text": str(x)})
    ip.remarks.append(str(x.tolist()))
    return x
