"""Your function shows everything on the screen. What does it hand back to whoever called it?"""


def environment():
    print("python", platform.python_version())
    print("torch", torch.__version__, "torchvision", torchvision.__version__)
