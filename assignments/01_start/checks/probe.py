"""Questions about the environment and the words of the trade. Nothing in here knows an answer."""

import ast
import contextlib
import importlib.metadata
import io
import platform
import re
import sys
from collections import namedtuple

import torch
import torchvision
from torch.overrides import TorchFunctionMode

QUESTIONS = ("tensor", "autograd", "module", "optimizer", "dynamic graph", "ranges", "losses", "four steps")


def inputs(seed):
    chance = torch.Generator().manual_seed(seed)
    return {
        # The last part of each version on another computer.
        "python": torch.randint(40, 90, (), generator=chance),
        "torch": torch.randint(40, 90, (), generator=chance),
        "torchvision": torch.randint(40, 90, (), generator=chance),
        # Other computers, one after the other.
        "computers": torch.randint(4, (16,), generator=chance),
    }


# ---------------------------------------------------------------------------------------------------- 1.1: environment


def described(given):
    """The four entries as text. A device may be given as torch.device, and with a number: cuda:0."""
    names = ("python", "torch", "torchvision", "device")
    if not isinstance(given, dict):
        what = "None" if given is None else f"a {type(given).__name__}"
        return {"what": what} | dict.fromkeys(names, f"{what} instead of a dict")
    found = {name: given.get(name, "missing") for name in names}
    if isinstance(found["device"], (str, torch.device)):
        found["device"] = str(found["device"]).split(":")[0]
    return {"what": "a dict"} | found


def entry(student, name):
    given = described(student.environment())
    return {"what": given["what"], name: given[name]}


def version(student, inputs, name):
    """The version that runs here, and the one on a computer on which others do."""
    found = entry(student, name)
    # What is printed there tells of versions that nobody has.
    with other_versions(inputs), contextlib.redirect_stdout(io.StringIO()):
        try:
            there = described(made_here(student)())[name]
        except Exception as error:
            there = type(error).__name__
    return found | {"evidence": there}


def probe_python(student, inputs):
    return version(student, inputs, "python")


def probe_torch(student, inputs):
    return version(student, inputs, "torch")


def probe_torchvision(student, inputs):
    return version(student, inputs, "torchvision")


def probe_device(student, inputs):
    return entry(student, "device")


@contextlib.contextmanager
def instead(owner, **values):
    """Other values for some names of a module, for a while."""
    before = {name: vars(owner)[name] for name in values if name in vars(owner)}
    vars(owner).update(values)
    try:
        yield
    finally:
        for name in values:
            delattr(owner, name)
        vars(owner).update(before)


VersionInfo = namedtuple("version_info", "major minor micro releaselevel serial")


@contextlib.contextmanager
def other_versions(inputs):
    """Versions whose last part is another one, whichever way they are asked for."""
    known, last = (
        importlib.metadata.version,
        {name: str(int(inputs[name])) for name in ("python", "torch", "torchvision")},
    )

    def changed(name, text):
        return type(text)(re.sub(r"^(\d+\.\d+\.)\d+", r"\g<1>" + last[name], text))

    def version(name):
        return changed(name.lower(), known(name)) if name.lower() in last else known(name)

    info = VersionInfo(*sys.version_info[:2], int(last["python"]), *sys.version_info[3:])
    with contextlib.ExitStack() as stack:
        for owner, values in (
            (sys, {"version": changed("python", sys.version), "version_info": info}),
            (importlib.metadata, {"version": version}),
            *((owner, {"__version__": changed("torch", owner.__version__)}) for owner in (torch, torch.version)),
            *((o, {"__version__": changed("torchvision", o.__version__)}) for o in (torchvision, torchvision.version)),
        ):
            stack.enter_context(instead(owner, **values))
        yield


class Trying(TorchFunctionMode):
    """Tensors can be made on this card and on no other; they lie on the processor all the same."""

    def __init__(self, card):
        super().__init__()
        self.card = card

    def place(self, value):
        name = str(value).split(":")[0] if isinstance(value, (str, torch.device)) else None
        if name in ("cuda", "mps") and name != self.card:
            raise RuntimeError(f"there is no {name} in this computer")
        return torch.device("cpu") if name == self.card else value

    def __torch_function__(self, function, types, args=(), kwargs=None):
        if function is torch.device:
            return function(*args, **(kwargs or {}))
        if function is torch.Tensor.cuda:
            self.place("cuda")
            return args[0]
        return function(*map(self.place, args), **{name: self.place(value) for name, value in (kwargs or {}).items()})


@contextlib.contextmanager
def computer(card, built_for, system="Linux"):
    """Another computer, whichever way it is asked: its card, if it has one, and the card that its PyTorch could use."""
    cuda, mps = card == "cuda", card == "mps"

    def says(value):
        return lambda *_, **__: value

    def accelerator(check_available=False):
        return None if check_available and card is None else torch.device(built_for)

    with contextlib.ExitStack() as stack:
        for owner, values in (
            (torch.cuda, {"is_available": says(cuda), "device_count": says(int(cuda)), "current_device": says(0)}),
            (torch.cuda, {"get_device_name": says("a graphics card")}),
            (torch.backends.cuda, {"is_built": says(built_for == "cuda")}),
            (torch.version, {"cuda": "13.0" if built_for == "cuda" else None}),
            (torch.backends.mps, {"is_available": says(mps), "is_built": says(built_for == "mps")}),
            (torch.mps, {"is_available": says(mps), "device_count": says(int(mps))}),
            (torch.accelerator, {"is_available": says(card is not None), "device_count": says(int(card is not None))}),
            (torch.accelerator, {"current_accelerator": accelerator}),
            (platform, {"system": says(system), "machine": says("arm64" if mps else "x86_64")}),
            (sys, {"platform": system.lower()}),
        ):
            stack.enter_context(instead(owner, **values))
        yield stack.enter_context(Trying(card))


def asks_for_a_check(statement):
    """Whether a statement calls `check`, as `result = check("1.1")` does, and so would ask this question once more."""
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
        return False
    calls = [node.func for node in ast.walk(statement) if isinstance(node, ast.Call)]
    return any("check" in (getattr(called, "id", None), getattr(called, "attr", None)) for called in calls)


def made_here(student):
    """The student's function as the notebook makes it on the computer of the moment.

    Many notebooks find their device in a cell at the top, so imports, definitions and assignments are carried out again.
    """
    names = {"__name__": "__main__"}
    try:
        cells = student.In
    except Exception:  # not in a notebook
        return student.environment
    for cell in cells:
        with contextlib.suppress(SyntaxError):
            for statement in ast.parse(cell).body:
                if not (isinstance(statement, ast.Expr) or asks_for_a_check(statement)):
                    with contextlib.suppress(Exception):
                        exec(compile(ast.Module([statement], []), "<notebook>", "exec"), names)
    return names.get("environment", student.environment)


def device_there(student):
    return described(made_here(student)())["device"]


def answer_here(student):
    """The device in a strange world, in which even a right program may fail: only a clue to what a wrong one rests on."""
    try:
        return device_there(student)
    except Exception as error:
        return type(error).__name__


def probe_device_with_cuda(student, inputs):
    with computer("cuda", "cuda"):
        device = device_there(student)
        with torch.device("meta"):
            return {"device": device, "clues": {"with another default device": answer_here(student)}}


def probe_device_with_mps(student, inputs):
    with computer("mps", "mps", "Darwin"):
        device = device_there(student)
        with instead(torch.cuda, is_available=None):
            return {"device": device, "clues": {"without that function": answer_here(student)}}


def probe_device_without_card(student, inputs):
    """PyTorch could use a card that is not there."""
    with computer(None, "cuda"):
        return {"device": device_there(student)}


def probe_device_without_mps(student, inputs):
    """A computer of Apple from before there were such cards."""
    with computer(None, "mps", "Darwin"):
        device = device_there(student)
        with instead(torch.backends.mps, is_built=None):
            return {"device": device, "clues": {"without that function": answer_here(student)}}


COMPUTERS = (("cuda", "cuda", "Linux"), (None, "cuda", "Linux"), ("mps", "mps", "Darwin"), (None, "mps", "Darwin"))


def probe_devices(student, inputs):
    """The device on many computers, one after the other."""
    found = []
    for kind in inputs["computers"].tolist():
        with computer(*COMPUTERS[kind]):
            found.append(answer_here(student))
    return {"evidence": found}


# -------------------------------------------------------------------------------------------------------- 1.2: answers


def letter(student, question):
    """The letter given to a question, or else what there is instead of one.

    Decoration does not count, nor words behind the letter: "B)" and "b: an object" are "b".
    """
    if not isinstance(student.answers, dict):
        return f"{type(student.answers).__name__} instead of a dict"
    if question not in student.answers:
        return "left out"
    given = student.answers[question]
    if not isinstance(given, str):
        return "no text"
    text = given.strip(" \t\n.:()[]*`'\"-").lower()
    marked = re.findall(r"(?<!\w)([a-d])(?:[*`]*[.:)\]]|[*`]+ | - )", text)
    if text in ("a", "b", "c", "d") or (len(marked) == 1 and text.startswith(marked[0])):
        return text[0]
    return "another text" if text else "nothing yet"


def probe_letters(student, inputs):
    """Whether each question has a letter, not which one: so this answer can be shown to everybody."""
    given = {question: letter(student, question) for question in QUESTIONS}
    return {question: "a letter" if len(found) == 1 else found for question, found in given.items()}


def probe_answer_tensor(student, inputs):
    return {"letter": letter(student, "tensor")}


def probe_answer_autograd(student, inputs):
    return {"letter": letter(student, "autograd")}


def probe_answer_module(student, inputs):
    return {"letter": letter(student, "module")}


def probe_answer_optimizer(student, inputs):
    return {"letter": letter(student, "optimizer")}


def probe_answer_dynamic_graph(student, inputs):
    return {"letter": letter(student, "dynamic graph")}


def probe_answer_ranges(student, inputs):
    return {"letter": letter(student, "ranges")}


def probe_answer_losses(student, inputs):
    return {"letter": letter(student, "losses")}


def probe_answer_four_steps(student, inputs):
    return {"letter": letter(student, "four steps")}
