"""These are the versions and the device of the example. What would your own computer answer, if you asked it?"""


def environment():
    return {"python": "3.12.1", "torch": "2.9.0", "torchvision": "0.24.0", "device": "cpu"}
