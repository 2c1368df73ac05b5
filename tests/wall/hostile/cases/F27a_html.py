"""id: F27a
tries: HTML and scripts in an error, in prints, in displays and in notes
expect: 1.1 WRONG 0
says: script
"""
from IPython.display import HTML, Javascript, SVG, display

print("</pre><script>alert(1)</script><img src=x onerror=alert(2)>")
display(HTML("<script>alert(3)</script>"), Javascript("alert(4)"), SVG("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(5)'/>"))
display({"image/png": "\"><script>alert(6)</script>", "text/plain": "<iframe src=//example.org>"}, raw=True)
!echo <script>alert(7)</script>

def scale(x):
    raise ValueError("</p><script>alert(8)</script>")
