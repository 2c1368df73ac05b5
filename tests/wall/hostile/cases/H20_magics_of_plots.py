"""id: H20
tries: nothing: the plot magics of other front ends, beside the imports
expect: 1.1 OK 2
without: 1.1
"""
%matplotlib notebook
%matplotlib widget
import matplotlib.pyplot as plt
three = 3

# %%
%matplotlib qt
%matplotlib
plt.plot([1, 2]);

# %%
%pylab inline

# %%
def scale(x):
    return three * x
