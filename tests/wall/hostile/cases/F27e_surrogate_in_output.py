"""id: F27e
tries: half a character in prints, displays, cell errors and notes
expect: 1.1 OK 2
"""
from IPython.display import display

print("half a character: \ud800")
display({"text/plain": "\udfff"}, raw=True)
get_ipython().system("echo \ud800")
raise ValueError("\udc80")
