"""id: B11a
tries: nothing: magics as notebooks have them
expect: 1.1 OK 2
without: 1.1
"""
%matplotlib inline
%config InlineBackend.figure_format = 'retina'
%load_ext autoreload
%autoreload 2
%precision 4
%time x = 1

# %%
%%time
def scale(x):
    return 3 * x

# %%
%%capture captured
print("captured")
