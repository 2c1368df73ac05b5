"""id: B11b
tries: nothing: magics that do not exist here, each in a cell of its own
expect: 1.1 OK 2
"""
%tensorboard --logdir logs

# %%
%%javascript
alert(1)

# %%
%%cython
cdef int x

# %%
%debug

# %%
%pdb on
1 / 0

# %%
%edit nothing

# %%
%%writefile mine.py
x = 1

# %%
%run mine.py
%cd ..
%env SECRET=1
%who
%reset_selective -f nothing
%logstart -o
