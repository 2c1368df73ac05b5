"""Does it work for a model you have never seen?"""
def count_parameters(model):
    return 101770
