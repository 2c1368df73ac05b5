"""Questions about activation functions and their pictures. Nothing in here knows an answer."""

import contextlib
import inspect
import io
import math

import matplotlib.axes
import matplotlib.collections
import matplotlib.figure
import matplotlib.pyplot as plt
import numpy
import torch
from torch.overrides import TorchFunctionMode


def inputs(seed):
    generator = torch.Generator().manual_seed(seed)

    def uniform(low, high, *shape):
        return low + (high - low) * torch.rand(shape, generator=generator)

    def spread(*shape, size=6.0, dtype=torch.float32):
        """Numbers from -size to size, everywhere some, in any order, none near 0, where ReLU has its corner."""
        count = math.prod(shape)
        steps = torch.linspace(-size, size, count, dtype=torch.float64) + uniform(-0.4, 0.4, count) * size / count
        steps = torch.where(steps.abs() < 0.05, steps + 0.1, steps)
        return steps[torch.randperm(count, generator=generator)].reshape(shape).to(dtype)

    return {
        "table": spread(4, 6),
        "double table": spread(3, 5, dtype=torch.float64),
        "number": uniform(1.0, 2.0),
        "vector": spread(7),
        "another vector": spread(7),
        "block": spread(2, 3, 4),
        "turned": spread(3, 5),
        "every other": spread(4, 8),
        "slopes at": spread(3, 4, size=3.0),
        "slope weights": uniform(0.5, 2.0, 3, 4),
        "large": torch.tensor([-1000.0, -200.0, -90.0, -1.5, 1.5, 90.0, 200.0, 1000.0]) * uniform(0.8, 1.0, 8),
        "kept": torch.cat([spread(4, 2), torch.tensor([[-1000.0, 1000.0]])]),
        "wave": uniform(0.6, 1.2, 2),
        "cubic": uniform(0.5, 1.5, 3) * torch.tensor([0.004, -0.3, 2.0]),
        "swish": uniform(0.3, 0.9),
        "figure number": torch.randint(100, 1000, (), generator=generator),
        "choices at": spread(2, 5, size=3.0),
    }


# ------------------------------------------------------------------------ 4.1 to 4.3: the same questions to each function


EXAMPLES = {"sigmoid": [-1000.0, 0.0, 2.0], "tanh": [-1000.0, 0.0, 1.0], "relu": [-3.0, 0.0, 2.5]}
READY_MADE = {"sigmoid", "special_expit", "logsigmoid", "tanh", "relu", "leaky_relu"}


class Watched(TorchFunctionMode):
    """Notes whether one of PyTorch's own activation functions is called meanwhile, by whatever name."""

    ready_made = False

    def __torch_function__(self, function, types, arguments=(), named=None):
        self.ready_made |= getattr(function, "__name__", "").rstrip("_") in READY_MADE
        return function(*arguments, **(named or {}))


def values(name, function, inputs):
    with Watched() as watched:
        answer = function(inputs["table"])
    example = function(torch.tensor(EXAMPLES[name]))
    return {"values": answer, "example": example, "ready-made": watched.ready_made}


def slopes(function, inputs):
    """Slopes by autograd, at the result of a computation: changing that in place is asked about elsewhere."""
    leaf = inputs["slopes at"].requires_grad_()
    answer = function(leaf * 1)
    if not isinstance(answer, torch.Tensor):
        return {"slope": answer}
    total = (answer * inputs["slope weights"]).sum()
    return {"slope": torch.autograd.grad(total, leaf, allow_unused=True)[0] if total.requires_grad else None}


def shapes(function, inputs):
    return {
        "a single number": function(inputs["number"]),
        "a vector": function(inputs["vector"]),
        "another vector as long": function(inputs["another vector"]),
        "a block": function(inputs["block"]),
        "a turned table": function(inputs["turned"].T),
        "every other column": function(inputs["every other"][:, ::2]),
        "a table with one column": function(inputs["vector"].reshape(7, 1)),
        "a batch of one": function(inputs["block"][:1]),
        "positive numbers alone": function(inputs["vector"].abs()),
    }


def double(function, inputs):
    answer = function(inputs["double table"])
    short = isinstance(answer, torch.Tensor) and torch.equal(answer.double(), answer.float().double())
    return {"float64": answer, "digits of float32 only": short}


def large(function, inputs):
    return {"large numbers": function(inputs["large"])}


def kept(function, inputs):
    x = inputs["kept"]
    function(x)
    asked = x.requires_grad
    positive = inputs["vector"].abs()
    answer = function(positive)
    with torch.no_grad():
        answer.zero_()  # the answer is the caller's, to do with as they like
    torch.manual_seed(int(inputs["figure number"]))
    with contextlib.suppress(Exception):  # whether float64 is taken at all is asked elsewhere
        function(inputs["double table"])
    after = torch.rand(3)
    torch.set_default_dtype(torch.float32)
    return {
        "x afterwards": x,
        "x needs a gradient afterwards": asked,
        "x after the answer was changed": positive,
        "random numbers afterwards": after,
    }


def probe_sigmoid_values(student, inputs):
    return values("sigmoid", student.sigmoid, inputs)


def probe_sigmoid_slopes(student, inputs):
    return slopes(student.sigmoid, inputs)


def probe_sigmoid_shapes(student, inputs):
    return shapes(student.sigmoid, inputs)


def probe_sigmoid_double(student, inputs):
    return double(student.sigmoid, inputs)


def probe_sigmoid_large(student, inputs):
    return large(student.sigmoid, inputs)


def probe_sigmoid_kept(student, inputs):
    return kept(student.sigmoid, inputs)


def probe_tanh_values(student, inputs):
    return values("tanh", student.tanh, inputs)


def probe_tanh_slopes(student, inputs):
    return slopes(student.tanh, inputs)


def probe_tanh_shapes(student, inputs):
    return shapes(student.tanh, inputs)


def probe_tanh_double(student, inputs):
    return double(student.tanh, inputs)


def probe_tanh_large(student, inputs):
    return large(student.tanh, inputs)


def probe_tanh_kept(student, inputs):
    return kept(student.tanh, inputs)


def probe_relu_values(student, inputs):
    return values("relu", student.relu, inputs)


def probe_relu_slopes(student, inputs):
    return slopes(student.relu, inputs)


def probe_relu_shapes(student, inputs):
    return shapes(student.relu, inputs)


def probe_relu_double(student, inputs):
    return double(student.relu, inputs)


def probe_relu_large(student, inputs):
    return large(student.relu, inputs)


def probe_relu_kept(student, inputs):
    return kept(student.relu, inputs)


# ------------------------------------------------------------------------------------------ pictures, as the data in them

MAX_POINTS = 400
MAX_CURVES = 6


def pieces(axes):
    """What is drawn by data in the axes, whatever drew it: arrays [points, 2]."""
    for line in axes.lines:
        # Lines across the whole picture (axhline) do not follow the data in both directions.
        if line.get_visible() and all(line.get_transform().contains_branch_seperately(axes.transData)):
            points = numpy.ma.filled(numpy.ma.asarray(line.get_xydata(), dtype=float), math.nan)
            yield points[::-1] if len(points) and points[0, 0] > points[-1, 0] else points
    for drawn in axes.collections:
        if not drawn.get_visible():
            continue
        if isinstance(drawn, matplotlib.collections.PathCollection):
            points = numpy.ma.filled(numpy.ma.asarray(drawn.get_offsets(), dtype=float), math.nan)
            yield points[numpy.argsort(points[:, 0], kind="stable")]
        elif isinstance(drawn, matplotlib.collections.LineCollection):
            yield from (numpy.asarray(segment, dtype=float) for segment in drawn.get_segments())


def curve(points):
    """How many points, and some of them where there are very many."""
    some = torch.from_numpy(points[:: -(-len(points) // MAX_POINTS)].astype(numpy.float32))
    return {"points": len(points), "x": some[:, 0], "y": some[:, 1]}


def drawing(axes):
    """The curves, those nearest to 100 points first, and all points together where a curve may be made of pieces."""
    found = [piece for piece in pieces(axes) if len(piece)]
    together = None
    if 1 < len(found) and sum(map(len, found)) <= 5 * MAX_POINTS:
        together = curve(numpy.unique(numpy.concatenate(found), axis=0))
    newest_first = found[::-1]
    newest_first.sort(key=lambda piece: abs(len(piece) - 100))
    return {"curves": [curve(piece) for piece in newest_first[:MAX_CURVES]], "together": together}


@contextlib.contextmanager
def shows():
    """The figures that are shown meanwhile: in a notebook, to show them closes them."""
    show, shown = plt.show, []

    def noted(*args, **kwargs):
        if plt.get_fignums():
            shown.append(plt.gcf())
        return show(*args, **kwargs)

    plt.show = noted
    try:
        yield shown
    finally:
        plt.show = show


def drawn_last(shown):
    """The figure that was drawn last, open or shown; None where there is none."""
    return plt.gcf() if plt.get_fignums() else shown[-1] if shown else None


def plotted(student, function, name):
    """What `plot_activation` gives back, and its axes, or else those drawn in last: a forgotten return is no wrong curve."""
    with shows() as shown:
        given = student.plot_activation(function, name)
    if isinstance(given, matplotlib.axes.Axes):
        return given, given
    figure = drawn_last(shown)
    return given, figure.gca() if figure is not None and figure.axes else None


def picture(given, axes):
    """What came back, in one word, and what is drawn."""
    if axes is None:
        return {"what": type(given).__name__, "blank": True, "curves": [], "together": None}
    blank = not (axes.has_data() or titles(axes) or axes.get_xlabel() or axes.get_ylabel())
    return {"what": "Axes" if axes is given else type(given).__name__, "blank": blank} | drawing(axes)


def titles(axes):
    return " ".join(axes.get_title(loc=place) for place in ("left", "center", "right"))


def around(axes, what):
    """The title or the label that stands over or beside all axes of a figure."""
    figure = axes.get_figure(root=False)
    return getattr(figure, f"get_{what}")() if figure is not None else ""


def wave(inputs):
    height, pace = inputs["wave"].tolist()

    def ripple(x):
        return height * torch.sin(pace * x)

    return ripple


def cubic(inputs):
    a, b, c = inputs["cubic"].tolist()
    return lambda x: a * x**3 + b * x + c


def probe_curve(student, inputs):
    return picture(*plotted(student, wave(inputs), "wave"))


def probe_curve_of_another(student, inputs):
    return picture(*plotted(student, cubic(inputs), "cubic"))


def probe_texts(student, inputs):
    name = f"figure {int(inputs['figure number'])}"
    function = wave(inputs)
    _, axes = plotted(student, function, name)
    if axes is None:
        return {"title": "no picture", "x label": "no picture", "y label": "no picture"}
    title = f"{titles(axes)} {around(axes, 'suptitle')}".lower()
    across = axes.get_xlabel() or around(axes, "supxlabel")
    upwards = axes.get_ylabel() or around(axes, "supylabel")
    says = {name: f"contains {name}", function.__name__: "contains the name of the Python function"}
    found = [kind for words, kind in says.items() if words in title]
    return {
        "title": found[0] if found else "says something else" if title.strip() else "none",
        "x label": "given" if across.strip() else "none",
        "y label": "given" if upwards.strip() else "none",
    }


class Swish(torch.nn.Module):
    """A function with a trainable parameter."""

    def __init__(self, beta):
        super().__init__()
        self.beta = torch.nn.Parameter(beta)

    def forward(self, x):
        return x / (1 + torch.exp(-self.beta * x))


def noted(parameter):
    """Whether a computation with a parameter is noted down: gradients are on, and it asks for one."""
    return (3 * parameter).requires_grad


def probe_curve_with_parameter(student, inputs):
    function = Swish(inputs["swish"])
    drawn = picture(*plotted(student, function, "swish"))
    return drawn | {
        "its parameter is noted down afterwards": noted(function.beta),
        "another parameter is noted down afterwards": noted(torch.nn.Parameter(torch.ones(()))),
    }


def probe_second_picture(student, inputs):
    plotted(student, wave(inputs), "first")
    plt.close("all")  # as a notebook does after each cell
    return picture(*plotted(student, cubic(inputs), "second"))


def probe_two_in_one_cell(student, inputs):
    plotted(student, wave(inputs), "first")
    return picture(*plotted(student, cubic(inputs), "second"))


NAMES = {"sigmoid": ("sigmoid", "logistic", "σ"), "tanh": ("tanh", "hyperbol"), "relu": ("relu", "rectif")}


def panel(axes):
    """What is drawn in one panel, and which of the three names can be read in it."""
    texts = [titles(axes), axes.get_xlabel(), axes.get_ylabel(), *(text.get_text() for text in axes.texts)]
    if axes.get_figure(root=False) is not axes.get_figure(root=True):  # a panel that is a small figure of its own
        texts.append(around(axes, "suptitle"))
    if axes.get_legend() is not None:
        texts += [text.get_text() for text in axes.get_legend().get_texts()]
    text = " ".join(texts).lower().replace("\\sigma", "σ")
    return drawing(axes) | {"names": [name for name, words in NAMES.items() if any(word in text for word in words)]}


@contextlib.contextmanager
def without_slips(function):
    """PyTorch's functions under the names of tasks 4.1 to 4.3, so that a slip there costs nothing in 4.5 and 4.6."""
    names = getattr(inspect.unwrap(function), "__globals__", {})
    before = {name: names[name] for name in NAMES if name in names}
    names.update({name: getattr(torch, name) for name in NAMES})
    try:
        yield
    finally:
        for name in NAMES:
            names.pop(name, None)
        names.update(before)


def probe_panels(student, inputs):
    with without_slips(student.plot_all), shows() as shown:
        given = student.plot_all()
    what = "Figure" if isinstance(given, matplotlib.figure.Figure) else type(given).__name__
    figure = given if what == "Figure" else drawn_last(shown)
    found = [panel(axes) for axes in figure.axes] if figure is not None else []
    return {"what": what, "panels": [one for one in found if one["curves"]][:9]}


def probe_picture(student, inputs):
    """The picture of all three as the bytes of a PNG file, for people to look at. No check asks for it."""
    figure = student.plot_all()
    if not isinstance(figure, matplotlib.figure.Figure):
        return {"picture": None}
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=min(50, 700 / max(figure.get_size_inches())))
    data = numpy.frombuffer(file.getvalue(), dtype=numpy.uint8).copy()
    return {"picture": torch.from_numpy(data) if len(data) <= 40_000 else None}


# -------------------------------------------------------------------------------------------------------- 4.6: choosing


def ready(given):
    """What can be called with numbers; a class is named as such before it is taken for that."""
    if isinstance(given, type):
        raise TypeError(f"{given.__name__} is a class, and an object made from it was asked for")
    return given


def choice(student, inputs, purpose):
    with without_slips(student.choose_activation):
        return {"answer": ready(student.choose_activation(purpose))(inputs["choices at"])}


def probe_choice_probability(student, inputs):
    return choice(student, inputs, "probability")


def probe_choice_zero_centred(student, inputs):
    return choice(student, inputs, "zero-centred")


def probe_choice_deep_network(student, inputs):
    return choice(student, inputs, "deep network")
