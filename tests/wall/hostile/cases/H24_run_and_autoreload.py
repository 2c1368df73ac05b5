"""id: H24
tries: nothing: a module written by a cell, imported, run and reloaded
expect: 1.1 OK 2
without: 1.1
"""
%load_ext autoreload
%autoreload 2

# %%
%%writefile helper.py
def three():
    return 3

# %%
from helper import three
%run helper.py
%run -i helper

# %%
def scale(x):
    return three() * x
