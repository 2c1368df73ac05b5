"""The cell of imports: whatever stops it, or is not as it is at home, what the notebook needs of it is there."""

import sys
import time

import pytest

from autograder.grading.grade import Graded, Grader
from autograder.result import Outcome
from autograder.submission.notebook import from_code

REST = [
    "def double(x):\n    return torch.add(x, x) if isinstance(x, torch.Tensor) else 2 * x",
    "class Sum(nn.Module):\n    def forward(self, x):\n        return F.relu(x).sum() - F.relu(-x).sum()",
    "def total(x):\n    return Sum()(x)",
]
"""A right solution that needs `torch`, `nn` and `F` of the cell before it."""
IMPORTS = "import torch\nfrom torch import nn\nimport torch.nn.functional as F\n"


def graded(grader: Grader, *first: str) -> Graded:
    """The solution behind these cells, graded."""
    return grader.grade(from_code([*first, *REST], "ada"))


STOPS = {
    "a package that is not installed": ("import seaborn as sns", "No module named 'seaborn'"),
    "one of several on a line": ("import seaborn, torchinfo", "No module named 'seaborn'"),
    "a name that a package lacks": ("from torch.nn import Linear, Lienar", "cannot import name 'Lienar'"),
    "Colab": ("from google.colab import drive\ndrive.mount('/content/drive')", "No module named 'google'"),
    "nest_asyncio": ("import nest_asyncio\nnest_asyncio.apply()", "No module named 'nest_asyncio'"),
    "a helper that was not handed in": ("from helpers import plot_losses", "No module named 'helpers'"),
    "a path that nobody may write": ("import os\nos.makedirs('/content/data', exist_ok=True)", "no network, other programs or other files"),
    "a log that lies elsewhere": ("import logging\nlogging.FileHandler('/content/log.txt')", "No such file or directory: '/content/log.txt'"),
    "a folder that is not there": ("import os\nos.chdir('/content')", "No such file or directory: '/content'"),
    "a style that is gone": ("import matplotlib.pyplot as plt\nplt.style.use('seaborn')", "'seaborn' is not a valid package style"),
    "a download": ("from torchvision import datasets\ndatasets.MNIST('data', download=True)", "no network"),
    "a model from the hub": ("import torch\ntorch.hub.load('pytorch/vision', 'resnet18')", "no network"),
    "a program": ("import subprocess\nsubprocess.run(['nvidia-smi'], check=True)", "no network, other programs"),
    "a version that is asked for": ("import torch\nassert torch.__version__.startswith('1.'), 'torch 1 is needed'", "torch 1 is needed"),
    "a GPU by its name": ("import torch\nprint(torch.cuda.get_device_name(0))", "there is no GPU while grading"),
    "a GPU as the default": ("import torch\ntorch.set_default_device('cuda')", "there is no GPU while grading"),
    "a tensor type of GPUs": ("import torch\ntorch.set_default_tensor_type('torch.cuda.FloatTensor')", "there is no GPU while grading"),
    "the end of the program": ("import sys\nif sys.version_info < (99,):\n    sys.exit('too old')", "ended itself"),
    "a lock between processes": ("import multiprocessing\nlock = multiprocessing.Lock()", "no network, other programs"),
    "a magic of a cell": ("%%no_such_magic", "Cell magic `%%no_such_magic` not found"),
    "below a magic of a cell": ("%%time\nimport seaborn", "No module named 'seaborn'"),
    "below two magics": ("%%capture\n%%time\nimport seaborn", "No module named 'seaborn'"),
    "below a cell that is kept quiet": ("%%capture\n!pip install seaborn\nimport seaborn", "No module named 'seaborn'"),
}  # fmt: skip


@pytest.mark.parametrize(("stop", "says"), STOPS.values(), ids=STOPS)
def test_a_first_cell_that_stops_keeps_its_imports(grader: Grader, stop: str, says: str) -> None:
    """What stops the cell is told with its line, and what it imports below is imported all the same."""
    result = graded(grader, f"{stop}\n{IMPORTS}").result
    assert ("error", True) == (result.cells[0].outcome, says in result.cells[0].error), result.cells[0]
    assert result.cells[0].error.startswith("cell 1, line ")
    assert (10.0, ["OK"] * 4) == (result.score, [check.code for check in result.checks])
    assert ["what it imports from there on was imported"] == [
        note.partition("; ")[2] for note in result.notes if "stopped" in note
    ]


FINE = {
    "TkAgg": "import matplotlib\nmatplotlib.use('TkAgg')\nimport matplotlib.pyplot as plt", "Qt": "import matplotlib as mpl\nmpl.use(backend='Qt5Agg', force=True)",
    "widget": "import matplotlib\nmatplotlib.use('widget')", "notebook": "import matplotlib\nmatplotlib.use('nbAgg')\n%matplotlib notebook",
    "ipympl": "import matplotlib\nmatplotlib.use('module://ipympl.backend_nbagg')",
    "another backend": "import matplotlib.pyplot as plt\nplt.switch_backend('TkAgg')\nplt.ion()", "a backend of Qt": "%matplotlib qt\n%gui qt",
    "a backend by its setting": "import matplotlib as mpl, os\nos.environ['MPLBACKEND'] = mpl.rcParams['backend'] = 'TkAgg'",
    "faulthandler": "import faulthandler\nfaulthandler.enable()\nfaulthandler.dump_traceback()",
    "descriptors": "import sys\nassert (sys.stdout.fileno(), sys.stderr.fileno()) == (1, 2)",
    "bytes": "import sys\nsys.stdout.buffer.write(b'as bytes')\nsys.stdout.buffer.flush()",
    "UTF-8 by force": "import io, sys\nsys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding='utf-8')\nprint('as bytes', flush=True)",
    "UTF-8 in an old way": "import codecs, sys\nsys.stdout = codecs.getwriter('utf-8')(sys.stdout.detach())\nprint('as bytes')",
    "a stream's settings": "import sys\nsys.stdout.reconfigure(encoding='utf-8', line_buffering=True)\nassert not sys.stderr.isatty()\n"
    "sys.stdout.flush()\nassert sys.stdout.encoding.lower() == 'utf-8' and sys.stdout.name == '<stdout>' and sys.stdout.mode == 'w'",
    "tqdm": "import sys\nfrom tqdm.auto import tqdm\nfor _ in tqdm(range(3), file=sys.stdout, dynamic_ncols=True): pass",
    "logging": "import logging, sys\nlogging.basicConfig(stream=sys.stdout, level='INFO', force=True)\nlogging.info('x')\nlogging.FileHandler('log.txt')",
    "threads": "import torch\ntorch.ones(9).sum()\ntorch.set_num_threads(4)\ntorch.set_num_interop_threads(2)\ntorch.set_num_interop_threads(2)",
    "processes": "import torch.multiprocessing as mp\nmp.set_start_method('spawn', force=True)\nmp.set_sharing_strategy('file_system')\nmp.freeze_support()",
    "a language": "import locale\nlocale.setlocale(locale.LC_ALL, 'xx_XX.UTF-8')", "options": "import argparse\nargparse.ArgumentParser().parse_args()",
    "seeds": "import os, random, numpy, torch\nfor seed in (random.seed, numpy.random.seed, torch.manual_seed, torch.cuda.manual_seed_all): seed(0)\n"
    "torch.backends.cudnn.deterministic = True\ntorch.use_deterministic_algorithms(True)\nos.environ['CUBLAS_WORKSPACE_CONFIG'] = ':4096:8'",
    "signals and limits": "import signal, sys\nsignal.signal(signal.SIGINT, signal.SIG_DFL)\nsys.setrecursionlimit(10**6)",
    "certificates and folders": "import os, ssl, torch\nssl._create_default_https_context = ssl._create_unverified_context\ntorch.hub.set_dir('hub')\n"
    "os.makedirs('data/raw', exist_ok=True)",
    "old magics": "get_ipython().magic('matplotlib inline')\nget_ipython().run_line_magic('matplotlib', 'notebook')\n%load_ext tensorboard",
    "a device that is chosen": "import torch\ntorch.set_default_device('cuda' if torch.cuda.is_available() else 'cpu')\ntorch.zeros(1).to('cpu')",
}  # fmt: skip


@pytest.mark.parametrize("cell", FINE.values(), ids=FINE)
def test_what_first_cells_do_works(grader: Grader, cell: str) -> None:
    """What runs on a student's machine runs here too, though there is no window, no terminal and no other process."""
    run = graded(
        grader,
        f"{cell}\n{IMPORTS}made = 1",
        "assert made == 1\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
    )
    result = run.result
    assert ["ok"] * 5 == [each.outcome for each in result.cells], result.cells
    assert 10.0 == result.score
    assert run.notebook is not None
    first, second, *_ = run.notebook.cells
    assert ["image/png"] == [
        kind for output in second.outputs for kind in output.get("data", {}) if kind == "image/png"
    ]
    assert ("as bytes" in cell) == ("as bytes" in "".join(output.get("text", "") for output in first.outputs))


COMPILED = {
    "a function": "double = torch.compile(double)", "with settings": "double = torch.compile(double, mode='max-autotune', fullgraph=True)",
    "a decorator": "@torch.compile\ndef double(x): return 2 * x", "a decorator with settings": "@torch.compile(dynamic=True, backend='tensorrt')\ndef double(x): return 2 * x",
    "a module": "layer = nn.Identity()\nassert torch.compile(layer) is layer\ndef double(x): return 2 * torch.compile(layer)(x)",
    "a module that compiles itself": "layer = nn.Identity()\nlayer.compile(mode='reduce-overhead')\ndef double(x): return 2 * layer(x)",
    "a module by name": "layer = torch.compile(model=nn.Identity())\nassert [*layer.state_dict()] == []\ndef double(x): return 2 * layer(x)",
    "after settings": "import torch._dynamo\ntorch._dynamo.config.suppress_errors = True\ntorch._dynamo.reset()\ndouble = torch.compile(double)",
}  # fmt: skip


@pytest.mark.parametrize("cell", COMPILED.values(), ids=COMPILED)
def test_what_is_compiled_is_taken_as_it_is(grader: Grader, cell: str) -> None:
    """Where no compiler may run, compiled code gives what it would give without, and at once."""
    result = grader.grade(from_code([IMPORTS, *REST, cell], "ada")).result
    assert ("ok", 10.0) == (result.cells[-1].outcome, result.score)


def test_nothing_but_imports_runs_behind_a_stop(grader: Grader) -> None:
    """Statements between the imports, and imports within them, stay undone; one import that fails stops no other."""
    first = (
        "made = 1\n1 / 0\nprint('behind')\nmade = 2\nimport no_such_package\nif True:\n    import json\n"
        "def f():\n    import math\nfrom no_such_package import *\nimport random, no_such_package, string\n" + IMPORTS
    )
    look = "print(made, *(name in globals() for name in ('json', 'math', 'f', 'random', 'string', 'torch')))"
    run = graded(grader, first, look)
    assert run.notebook is not None
    assert "1 False False False True True True\n" == run.notebook.cells[1].outputs[0].text
    assert ["error"] == [output.output_type for output in run.notebook.cells[0].outputs]
    assert ("cell 1 stopped at line 2; what it imports from there on was imported",) == run.result.notes


def test_what_stood_before_a_stop_is_left_alone(grader: Grader) -> None:
    """An import that was done, and whose name has been given to something else since, is not done again."""
    run = graded(grader, f"import json\njson = 7\n1 / 0\n{IMPORTS}", "print(json)")
    assert run.notebook is not None
    assert "7\n" == run.notebook.cells[1].outputs[0].text


HOSTILE = {
    "giant": "1 / 0\n" + "x = 1\n" * 20_000 + "import torch", "many imports": "1 / 0\n" + "import no_such_package\n" * 2000,
    "deep": "1 / 0\n" + "f(" * 90 + ")" * 90 + "\n" + "-" * 3000 + "1\nimport torch", "imports that end": "1 / 0\nimport this, ends\nfrom ends import *",
    "a traceback that raises": "class E(Exception):\n    @property\n    def __traceback__(self): raise SystemExit\nraise E\nimport torch",
}  # fmt: skip


@pytest.mark.parametrize("cell", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_cell_that_stops_costs_itself(grader: Grader, cell: str) -> None:
    """However long, deep or cunning a cell is that stops, the next ones are run and answered, and soon."""
    began = time.monotonic()
    result = graded(grader, "open('ends.py', 'w').write('raise SystemExit')", cell, IMPORTS).result
    assert (10.0, "ok") == (result.score, result.cells[-1].outcome)
    assert time.monotonic() - began < 10


GPU = {
    ".cuda()": "torch.ones(1).cuda()", ".to": "nn.Linear(2, 2).to('cuda')", "a new tensor": "torch.zeros(1, device='cuda:0')",
    "the current one": "torch.cuda.current_device()", "another one": "torch.cuda.set_device(1)", "waiting": "torch.cuda.synchronize()",
    "a stream": "torch.cuda.Stream()", "random numbers": "torch.Generator('cuda')", "pinned": "torch.ones(1).pin_memory()",
    "saved there": "torch.save(torch.ones(1), 'a.pt')\ntorch.load('a.pt', map_location='cuda')", "within": "with torch.device('cuda'):\n    torch.ones(1)",
    "a type": "torch.cuda.FloatTensor(3)", "the peak": "torch.cuda.reset_peak_memory_stats()",
}  # fmt: skip


@pytest.mark.parametrize("act", GPU.values(), ids=GPU)
def test_who_wants_a_gpu_reads_that_there_is_none(grader: Grader, act: str) -> None:
    """In a cell and in a function: no word of forks or drivers, but what to do."""
    function = "def double(x):\n" + "".join(f"    {line}\n" for line in act.splitlines())
    result = grader.grade(from_code([IMPORTS, *REST, act, function], "ada")).result
    says = "there is no GPU while grading; choose by `torch.cuda.is_available()`"
    assert [True, True] == [text.endswith(says) for text in (result.cells[4].error, result.checks[0].rationale)]
    assert 3.0 == result.score, "the other tasks keep their points"


def test_a_mac_reads_how_to_ask(grader: Grader) -> None:
    """Who works on a Mac is told of the question that fits it."""
    result = graded(grader, f"{IMPORTS}torch.ones(1).to('mps')").result
    assert "there is no GPU while grading; choose by `torch.backends.mps.is_available()`" in result.cells[0].error


def test_a_syntax_error_names_the_python_that_read_it(grader: Grader) -> None:
    """Who writes a newer Python than the one here sees which one it is."""
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    result = graded(grader, IMPORTS, "type X = = int").result
    assert (
        f"line 1: SyntaxError: invalid syntax (Python {here} reads it here): `type X = = int`" == result.cells[1].error
    )
    assert [Outcome.PASSED] * 4 == [check.outcome for check in result.checks]
