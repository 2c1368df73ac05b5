"""id: H23
tries: nothing: cells in other languages and other Pythons
expect: 1.1 OK 2
note: skipped
"""
%%python
print("another")

# %%
%%cmd
dir

# %%
%%html
<b>bold</b>

# %%
%%latex
$x$

# %%
%%markdown
# Title

# %%
%%svg
<svg></svg>

# %%
%%file notes.txt
hello

# %%
!!ls
%sx ls
files = !ls
print(files)
%alias hello echo
%hello
%%bash
ls
