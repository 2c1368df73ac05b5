"""What is shown on the screen is not handed back. What does your function `return`, whichever way it takes?"""


def environment():
    print("python", platform.python_version())
    print("torch", torch.__version__, "torchvision", torchvision.__version__)
