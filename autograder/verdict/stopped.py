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
        "Print `.device` of all that meets here. What of it is not on the device that you were given? "
        "A tensor's `.to` leaves the tensor where it is, and gives back another one.",
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

_VAGUE: Final[Sequence[tuple[str, str, str]]] = (
    (
        "other_count_of_values",
        r"(not enough|too many) values to unpack \(expected (?P<a>\d+)",
        "{a} values are waited for, and another number of them comes. "
        "Print what is taken apart: what does it hold, and is one part of it a pair itself?",
    ),
    (
        "inner_lengths_differ",
        r"mat1 and mat2 shapes cannot be multiplied \(\d+x(?P<a>\d+) and (?P<b>\d+)x\d+\)",
        "In this product a row of {a} numbers meets a column of {b}. Print both shapes: which lengths should meet there?",
    ),
    (
        "lengths_do_not_fit",
        r"size of tensor a \((?P<a>\d+)\) must match the size of tensor b \((?P<b>\d+)\)",
        "Two tensors meet here, and a length of {a} meets one of {b}. "
        "Print both shapes: what does each of their directions count, and which of them should meet?",
    ),
    (
        "no_such_dimension",
        r"Dimension out of range \(.*but got (?P<a>-?\d+)\)",
        "Directions are counted from 0, and this tensor has none with the number {a}. "
        "Print its shape: which one do you mean?",
    ),
    (
        "two_kinds_of_numbers",
        r"must have the same dtype, but got|expected m1 and m2 to have the same dtype|expected scalar type \w+ but found"
        r"|source and destination dtypes match",
        "Two kinds of numbers meet here. Print the dtype of both: where does each of them come from?",
    ),
    (
        "nothing_to_walk_along",
        r"(len\(\) of|iteration over) a 0-d tensor",
        "A tensor of shape [] is a single number: it has no rows to count or to walk along. Is a loop needed here at all?",
    ),
    (
        "several_numbers_for_one",
        r"Boolean value of Tensor with more than one value is ambiguous|Tensor with \d+ elements cannot be converted"
        r"|only one element tensors can be converted|grad can be implicitly created only for scalar outputs",
        "One number is needed here, and this tensor holds several. Print its shape: how many do you expect, and why?",
    ),
    (
        "used_up_history",
        r"backward through the graph a second time",
        "The way back is walked twice, and what was noted down for it is used up by the first time. "
        "Which part of the computation has to be made anew?",
    ),
    (
        "none_in_its_place",
        r"'NoneType' object (has no attribute|is not)|unsupported operand type.*'NoneType'",
        "Something is None where a value is needed. Which line should have made it, and does that give anything back?",
    ),
    (
        "no_parts_to_take",
        r"'(?P<a>\w+)' object is not (subscriptable|iterable|an iterator)|non-iterable (?P<b>\w+) object",
        "Something is walked along, or taken apart, that has no such parts. Print its type: is it what you expect?",
    ),
    (
        "panels_count_from_one",
        r"num must be an integer with 1 <= num <= (?P<a>\d+), not (?P<b>-?\d+)",
        "`subplot` counts its panels from 1 to {a}, and is asked for number {b}. Where does your counting start and end?",
    ),
    (
        "curve_of_two_lengths",
        r"x and y must have same first dimension, but have shapes \S*\((?P<a>\d+)\D.* and \S*\((?P<b>\d+)\D",
        "A curve has one height for each place, and here {a} places meet {b} heights. Where do both come from?",
    ),
    (
        "no_such_name",
        r"module '(?P<a>[\w.]+)' has no attribute '(?P<b>\w+)'",
        "There is no `{b}` in `{a}`. How is what you look for spelled there, capital letters included?",
    ),
    (
        "no_such_part",
        r"'(?!NoneType)(?P<a>\w+)' object has no attribute '(?P<b>\w+)'",
        "Something of the kind {a} is asked for `{b}`, which it has not. Print its type: is it what is expected there? "
        "And what should have put `{b}` into it?",
    ),
    (
        "not_to_be_called",
        r"'(?P<a>\w+)' object is not callable",
        "Something of the kind {a} is called here, as if it were a function. Where does it come from?",
    ),
    (
        "other_count_of_arguments",
        r"missing \d+ required (positional|keyword-only) argument|takes (from )?\d+( to \d+)? positional argument",
        "Compare what stands between the brackets of the call with what the definition asks for: what goes where?",
    ),
    (
        "name_without_a_value",
        r"name '(?P<a>\w+)' is not defined",
        "`{a}` has no value yet where this line runs. Which line should have made it, and is it spelled the same there?",
    ),
    (
        "no_such_place",
        r"index -?\d+ is out of (bounds|range)|(list|tuple) index out of range",
        "There is no such place here. Print how many there are, and the number that you ask for: where does counting begin?",
    ),
)  # fmt: skip
"""The same for what says less than a line does: it is asked only where no line was found by a search."""
VAGUE: Final = frozenset(name for name, _, _ in _VAGUE)

_PLACE: Final = re.compile(r"^cell (\d+), line (\d+): ")


def stopped(task: str, answers: Sequence[Any], vague: bool = False) -> list[Diagnosis]:
    """What to ask about the first of these answers that is an error of a known kind, and the line where it arose."""
    for answer in answers:
        if isinstance(answer, Unanswered) and answer.code == "WRONG":
            for name, pattern, words in _VAGUE if vague else _QUESTIONS:
                if found := re.search(pattern, answer.message):
                    place = _PLACE.match(answer.message)
                    line = Line(int(place[1]) - 1, int(place[2])) if place else None
                    return [Diagnosis(task, name, words.format_map(found.groupdict()), "error", line)]
    return []
