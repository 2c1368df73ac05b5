"""Questions about the environment and the words of the trade. Nothing in here knows an answer."""

import contextlib
import inspect

import torch

QUESTIONS = ("tensor", "autograd", "module", "optimizer", "dynamic graph", "ranges", "losses", "four steps")


def inputs(seed):
    # There is nothing to draw: the questions are about the computer itself, and about words.
    return {"nothing": torch.zeros(1)}


# ---------------------------------------------------------------------------------------------------- 1.1: environment


def described(given):
    """The four entries as text. A device may be given as torch.device, and with a number: cuda:0."""
    names = ("python", "torch", "torchvision", "device")
    if not isinstance(given, dict):
        return {"what": type(given).__name__} | dict.fromkeys(names, "not in a dict")
    found = {name: given.get(name, "missing") for name in names}
    if isinstance(found["device"], (str, torch.device)):
        found["device"] = str(found["device"]).split(":")[0]
    return {"what": "dict"} | found


def probe_python(student, inputs):
    given = described(student.environment())
    return {"what": given["what"], "python": given["python"]}


def probe_torch(student, inputs):
    return {"torch": described(student.environment())["torch"]}


def probe_torchvision(student, inputs):
    return {"torchvision": described(student.environment())["torchvision"]}


def probe_device(student, inputs):
    return {"device": described(student.environment())["device"]}


@contextlib.contextmanager
def instead(owner, **values):
    """Other values for some names of a module or a dict, for a while."""
    names = owner if isinstance(owner, dict) else vars(owner)
    before = {name: names[name] for name in values if name in names}
    names.update(values)
    try:
        yield
    finally:
        for name in values:
            del names[name]
        names.update(before)


@contextlib.contextmanager
def computer_with(kind, function):
    """A computer that says of itself that it has this accelerator, whichever way it is asked.

    Many notebooks find their device in a cell at the top, so what they noted down there changes along.
    """
    cuda, mps = kind == "cuda", kind == "mps"
    there, not_there = (lambda *_, **__: True), (lambda *_, **__: False)
    names = getattr(inspect.unwrap(function), "__globals__", {})
    told = {}
    for name, value in names.items():
        if isinstance(value, (str, torch.device)) and str(value) == "cpu":
            told[name] = kind if isinstance(value, str) else torch.device(kind)
        elif type(value) is dict and str(value.get("device")) == "cpu":
            told[name] = value | {"device": kind}
    # It keeps its first answer, which whoever imported the function itself would be told again.
    forget = getattr(torch.backends.mps.is_available, "cache_clear", lambda: None)
    with contextlib.ExitStack() as stack:
        stack.callback(forget)
        for owner, values in (
            (torch.cuda, {"is_available": there if cuda else not_there, "device_count": lambda: int(cuda)}),
            (torch.cuda, {"current_device": lambda: 0, "get_device_name": lambda *_: "a graphics card"}),
            (torch._C, {"_cuda_getDeviceCount": lambda: int(cuda), "_mps_is_available": lambda: mps}),
            (torch._C, {"_accelerator_getAccelerator": lambda: torch.device(kind)}),
            (torch.backends.mps, {"is_available": there if mps else not_there, "is_built": lambda: mps}),
            (torch.mps, {"is_available": there if mps else not_there, "device_count": lambda: int(mps)}),
            (torch.accelerator, {"is_available": there, "device_count": lambda: 1}),
            (torch.accelerator, {"current_accelerator": lambda *_, **__: torch.device(kind)}),
            (names, told),
        ):
            stack.enter_context(instead(owner, **values))
        forget()
        yield


def answer_here(student):
    """The device in a strange world, in which even a right program may fail: only a clue to what a wrong one rests on."""
    try:
        return described(student.environment())["device"]
    except Exception as error:
        return type(error).__name__


def probe_device_with_cuda(student, inputs):
    with computer_with("cuda", student.environment):
        device = described(student.environment())["device"]
        with torch.device("meta"):
            return {"device": device, "clues": {"with another default device": answer_here(student)}}


def probe_device_with_mps(student, inputs):
    with computer_with("mps", student.environment):
        device = described(student.environment())["device"]
        with instead(torch.cuda, is_available=None):
            return {"device": device, "clues": {"without that function": answer_here(student)}}


# -------------------------------------------------------------------------------------------------------- 1.2: answers


def letter(student, question):
    """The letter given to a question, written small and without decoration: "B)" is "b"."""
    given = student.answers.get(question) if isinstance(student.answers, dict) else None
    return given.strip(" .():").lower() if isinstance(given, str) else given


def probe_letters(student, inputs):
    """Whether each question has a letter, not which one: so this answer can be shown to everybody."""
    return {
        question: "a letter" if letter(student, question) in ("a", "b", "c", "d") else "none" for question in QUESTIONS
    }


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
