"""id: H28
tries: nothing: widgets and progress bars as notebooks have them
expect: 1.1 OK 2
"""
import ipywidgets as widgets
from IPython.display import display

slider = widgets.IntSlider(3)
display(slider)
with widgets.Output():
    print("inside")
bar = widgets.IntProgress(max=3)
display(bar)
for _ in range(3):
    bar.value += 1
widgets.interact(lambda x: print(x), x=(0, 3))
