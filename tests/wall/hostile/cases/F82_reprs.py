"""id: F82
tries: rich displays that lie, loop or fail
expect: 1.1 OK 2
"""
class Bad:
    def _repr_mimebundle_(self, **kwargs):
        return {"text/html": "<b>", 7: 8}, {"x": object()}
    def _repr_html_(self):
        raise SystemExit
    def _repr_png_(self):
        return b"\x89PNG" + bytes(5_000_000)
    def _repr_svg_(self):
        return 5
    def _ipython_display_(self):
        raise KeyboardInterrupt

Bad()

# %%
class Worse:
    def __repr__(self):
        return 5
    def _repr_jpeg_(self):
        return "\ud800"

Worse()
