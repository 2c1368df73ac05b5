"""id: H26
tries: nothing: help in every form
expect: 1.1 OK 2
"""
len?
?len
scale??
help(len)
%pinfo len
%history

# %%
?

# %%
help()
