"""Your ReLU answers with 0 or 1. What should it do with 2.5?"""

def relu(x):
    return (x > 0).to(x.dtype)
