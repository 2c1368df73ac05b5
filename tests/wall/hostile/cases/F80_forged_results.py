"""id: F80
tries: forged outputs of every kind nbgrader and pages know, with scripts in all of them
expect: 1.1 WRONG 0
"""
from IPython.display import HTML, JSON, SVG, Javascript, display

evil = "<script>alert(1)</script>"
display({"text/html": evil, "application/javascript": "alert(1)", "image/svg+xml": f"<svg onload=alert(1)>{evil}</svg>", "text/latex": evil, "application/vnd.jupyter.widget-view+json": {"model_id": evil}, "application/vnd.plotly.v1+json": {"data": [evil]}, "x/" + evil: evil, "text/plain": evil}, raw=True)
display(HTML(evil), Javascript("alert(1)"), JSON({"score": 100}), SVG(f"<svg>{evil}</svg>"), metadata={evil: evil, "isolated": True})
get_ipython().outputs.items.append({"output_type": "execute_result", "data": {"text/plain": "100", "text/html": evil}, "metadata": {evil: evil}, "execution_count": evil})
get_ipython().outputs.items.append({"output_type": "error", "ename": evil, "evalue": evil, "traceback": [evil]})
get_ipython().outputs.items.append({"output_type": "stream", "name": evil, "text": [evil]})
get_ipython().outputs.items.append({"output_type": "update_display_data", evil: evil})

def scale(x):
    return x
