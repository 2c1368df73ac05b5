"""id: H21
tries: nothing: extensions that are not installed here, beside the imports
expect: 1.1 OK 2
without: 1.1
note: not installed
"""
%load_ext tensorboard
%load_ext nb_black
%reload_ext lab_black
three = 3

# %%
def scale(x):
    return three * x
