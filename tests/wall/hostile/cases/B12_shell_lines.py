"""id: B12
tries: nothing: shell lines, one of them in an assignment, and a cell for bash
expect: 1.1 OK 2
without: 1.1
note: shell commands are off while grading
"""
!pip install torch
files = !ls
!!ls
%pip install numpy
%conda install x
%sx ls

def scale(x):
    return 3 * x

# %%
%%bash
sleep 100

# %%
%%script false --no-raise-error
x

# %%
%%!
sleep 100
