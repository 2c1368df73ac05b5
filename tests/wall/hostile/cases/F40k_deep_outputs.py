"""id: F40k
tries: outputs nested 900 and 400 deep, infinite numbers and forms that nbformat does not know
expect: 1.1 OK 2
"""
import os

def deep(levels):
    made = {}
    for _ in range(levels):
        made = {"a": made}
    return made

shell = get_ipython()
shell.outputs.items += [
    {"output_type": "display_data", "data": {"application/json": deep(400)}, "metadata": deep(400)},
    {"output_type": "display_data", "data": {"text/plain": 5}, "metadata": {}},
    {"output_type": "stream", "name": "stdout", "text": {"a": 1}},
    {"output_type": "stream", "name": 7, "text": ["a", 1]},
    {"output_type": "error", "ename": [], "evalue": {}, "traceback": "x"},
    {"output_type": ["stream"]}, {}, {"output_type": "stream", "self": 1}, {"output_type": "display_data", "output_type_": 1},
    {"output_type": "execute_result", "data": {"image/png": ["a", "b"]}, "execution_count": -5, "metadata": {}},
]
