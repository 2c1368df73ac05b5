"""What to ask whoever's program stops with an error whose message says what happened, whichever program it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from autograder.record.answers import Unanswered
from autograder.result import Diagnosis, Line

_METHODS: Final = (
    "train|eval|parameters|named_parameters|modules|children|apply|to|type|float|double|half|cpu|cuda|zero_grad|state_dict"
    "|load_state_dict|requires_grad_|buffers|add_module|compile|share_memory"
)
"""Of nn.Module: what has such a name in a class of one's own takes its place."""
_TORCHS_OWN: Final = r"(Module|ScriptModule|Optimizer|LRScheduler)\."
"""Whose methods these are when they were called in another way, and nothing took their place."""

_QUESTIONS: Final[Sequence[tuple[str, str, str]]] = (
    (
        "hides_a_method_of_modules",
        rf"TypeError: (?!{_TORCHS_OWN})\w+\.(?P<a>{_METHODS})\(\) "
        r"(missing \d+ required|takes (from )?\d+( to \d+)? positional)",
        "Every nn.Module has a method `{a}` already, and a class of your own has put another one in its place. "
        "What could yours be called?",
    ),
    (
        "shape_of_another_size",
        r"shape '\[(?P<a>[\d, -]+)\]' is invalid for input of size (?P<b>\d+)",
        "There are {b} numbers, and the shape [{a}] does not hold as many. Which of its lengths does not hold for "
        "whatever comes in, such as the last batch of an epoch?",
    ),
    (
        "other_count_of_rows",
        r"Expected input batch_size \((?P<a>\d+)\) to match target batch_size \((?P<b>\d+)\)",
        "There are targets for {b} samples, and outputs for {a}. Which line changes how many rows there are?",
    ),
    (
        "dimension_of_the_samples_lost",
        r"size mismatch \(got input: \[\d+\], target: \[1\]\)",
        "With a single sample, the outputs have lost the dimension that counts the samples. Which line takes it away?",
    ),
    (
        "function_not_called",
        r"'(method|function|builtin_function_or_method)' object (is not (iterable|subscriptable)|has no attribute)"
        r"|unsupported operand type.*'(builtin_function_or_method|method|function)'",
        "A function is named here and not called, so what it would give is not there. Where are the brackets missing?",
    ),
    (
        "class_not_called",
        r"is a class, and an object made from it|type object '(?P<a>\w+)' has no attribute"
        r"|(?P<b>[A-Z]\w+)\.\w+\(\) missing 1 required positional argument: 'self'",
        "A class is a plan for making objects. Is it the class that you use here, "
        "or an object that was made from it with ( )?",
    ),
    (
        "object_in_place_of_a_class",
        r"could not be used: TypeError: (Sequential|Linear|Conv2d|Flatten)\.forward\(\) missing 1 .* 'input'",
        "A finished model was called without an input, where a class would have made a new one. "
        "What does the name that the task asks for stand for in your program?",
    ),
    (
        "no_history",
        r"element 0 of tensors does not require grad and does not have a grad_fn",
        "Autograd has noted down nothing of what led to this number. Print `requires_grad` of all that it was made from, "
        "also the second time around: where does it become False?",
    ),
    (
        "entry_of_a_number",
        r"invalid index of a 0-dim tensor",
        "This tensor holds one number and has no places, so nothing can be taken out of it by its place. "
        "Which method makes a plain number of it?",
    ),
    (
        "used_before_it_has_a_value",
        r"cannot access local variable '(?P<a>\w+)'",
        "Nothing had been put into `{a}` yet. Which of your lines should do that first, and does it run in every case, "
        "also where none of your conditions holds?",
    ),
    (
        "on_two_devices",
        r"[Ee]xpected all tensors to be on the same device|is not on the expected device",
        "Print `.device` of all that meets here. For a tensor, `.to(device)` changes nothing in place: "
        "what becomes of its result?",
    ),
    (
        "lengths_by_hand",
        r"Sum of input lengths does not equal the length of the input dataset",
        "The parts have more or fewer samples in all than there are. How are their lengths made, and what becomes of what "
        "rounding cuts off, or of a data set of another size?",
    ),
    (
        "attribute_in_place_of_a_setter",
        r"'str' object has no attribute '(get_text|set_text|set_fontsize|get_position)'",
        "Text was put in the place of something that the axes need themselves. "
        "By which methods do axes get a title and labels?",
    ),
    (
        "history_into_numpy",
        r"Can't call numpy\(\) on Tensor that requires grad",
        "These numbers still carry their history. "
        "What does a picture, or NumPy, need of them, and which method gives only that?",
    ),
)  # fmt: skip
"""A name, what the message looks like, and a question that is right whatever led there."""

_PLACE: Final = re.compile(r"^cell (\d+), line (\d+): ")


def stopped(task: str, answers: Sequence[Any]) -> list[Diagnosis]:
    """What to ask about the first of these answers that is an error of a known kind, and the line where it arose."""
    for answer in answers:
        if isinstance(answer, Unanswered) and answer.code == "WRONG":
            for name, pattern, words in _QUESTIONS:
                if found := re.search(pattern, answer.message):
                    place = _PLACE.match(answer.message)
                    line = Line(int(place[1]) - 1, int(place[2])) if place else None
                    return [Diagnosis(task, name, words.format_map(found.groupdict()), "error", line)]
    return []
