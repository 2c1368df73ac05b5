"""What Python's and PyTorch's error messages mean, in a beginner's words."""

import re
from collections.abc import Sequence
from typing import Final

_MEANINGS: Final[Sequence[tuple[str, str]]] = (
    # Autograd.
    (
        r"grad can be implicitly created only for scalar outputs",
        "the way back starts from one number, and this tensor holds several",
    ),
    (
        r"does not require grad and does not have a grad_fn|differentiated Tensors does not require grad",
        "autograd has noted nothing down here: no tensor was marked with requires_grad, or its history was cut off",
    ),
    (
        r"appears to not have been used in the graph",
        "the number does not depend on the tensor whose gradient is asked for",
    ),
    (
        r"backward through the graph a second time",
        "what autograd noted down is used up by the first way back; a second one needs a new forward pass",
    ),
    (
        r"leaf Variable that requires grad is being used in an in-place operation",
        "a tensor that gradients are wanted for cannot be overwritten while autograd is taking notes",
    ),
    (r"modified by an inplace operation", "a value that the way back still needs has been overwritten"),
    (
        r"Can't call numpy\(\) on Tensor that requires grad",
        "NumPy and matplotlib take plain numbers, and this tensor still has its history for autograd",
    ),
    (
        r"only Tensors of floating point (and complex )?dtype can require gradients",
        "whole numbers have no gradient; a float tensor has",
    ),
    # Shapes and kinds of numbers.
    (
        r"mat1 and mat2 shapes cannot be multiplied \(\d+x(?P<a>\d+) and (?P<b>\d+)x\d+\)",
        "the two lengths that meet in a matrix product must be the same, and {a} is not {b}",
    ),
    (
        r"size of tensor a \((?P<a>\d+)\) must match the size of tensor b \((?P<b>\d+)\)",
        "counted from the right, lengths that meet must be the same or 1, and here {a} meets {b}",
    ),
    (
        r"shape '\[.*\]' is invalid for input of size",
        "that shape has room for another count of numbers than the tensor holds",
    ),
    (r"Dimension out of range", "the tensor does not have that many dimensions; look at its shape"),
    (
        r"Boolean value of Tensor with more than one value is ambiguous",
        "`if`, `and`, `max` and the like need one yes or no, and this tensor holds many numbers",
    ),
    (
        r"Tensor with \d+ elements cannot be converted to Scalar|only one element tensors can be converted",
        "only a tensor with one element can become a number",
    ),
    (
        r"must have the same dtype, but got|expected m1 and m2 to have the same dtype|expected scalar type \w+ but found"
        r"|source and destination dtypes match",
        "two tensors meet that hold different kinds of numbers; print the dtype of both",
    ),
    (
        r"expected target dtype to be Long|expected scalar type Long but found Float",
        "classes are whole numbers, and these targets are decimal ones; print their dtype",
    ),
    (r"bitwise_xor\w*\" not implemented", "`^` is no power in Python; `**` is"),
    (
        r"argument '\w+' \(position \d+\) must be Tensor, not (int|float|bool)",
        "here even a single number has to be a tensor, as `torch.tensor(0.0)` is",
    ),
    (
        r"received an invalid combination of arguments",
        "no form of this function takes such arguments; compare their number and kinds with its help",
    ),
    (r"1D tensors expected, but got", "`dot` multiplies two vectors; for matrices there is `@`"),
    (
        r"log_softmax\w*\" not implemented for 'Long'",
        "scores are decimal numbers, and these are whole ones: are outputs and targets in the wrong order?",
    ),
    (
        r"'torch\.return_types\.max'",
        "`max` along a direction gives a pair: the largest numbers in `.values`, their places in `.indices`",
    ),
    (
        r"could not infer output dtype|not implemented for '(Byte|Char|Short|Int|Long|Bool)'"
        r"|result type \w+ can't be cast to the desired output type (Byte|Char|Short|Int|Long)",
        "this needs decimal numbers, and a tensor here holds whole ones; print its dtype",
    ),
    (
        r"Expected input batch_size \((?P<a>\d+)\) to match target batch_size \((?P<b>\d+)\)",
        "there are {a} predictions for {b} targets",
    ),
    (r"Expected more than 1 value per channel when training", "batch normalisation cannot learn from one sample alone"),
    (
        r"'Axes' object has no attribute '(?P<a>title|[xy]label|[xy]lim)'",
        "where pyplot says `{a}`, axes say `set_{a}`",
    ),
    (
        r"'numpy.ndarray' object has no attribute '(plot|scatter|set\w*)'",
        "several axes come in an array; one of them is `axes[0]`",
    ),
    (
        r"num must be an integer with 1 <= num <= (?P<a>\d+)",
        "the panels of a figure are counted from 1 to {a}",
    ),
    (r"x and y must have same first dimension", "a curve needs as many y values as x values"),
    # Data.
    (r"Dataset not found", "no digits lie below this folder"),
    (
        r"must be non-negative and no greater than buffer length",
        "the file holds nothing: of these digits, there are only those of `train=True`",
    ),
    (
        r"'DataLoader' object is not subscriptable",
        "a DataLoader gives batches, one after the other; single samples are in the data set",
    ),
    (
        r"Sum of input lengths does not equal the length of the input dataset",
        "the lengths of the parts must add up to the length of the whole data set",
    ),
    # Devices.
    (
        r"Found no NVIDIA driver|re-initialize CUDA in forked|not compiled with CUDA|No CUDA GPUs are available"
        r"|MPS backend is supported only on",
        "this computer has no such graphics card; a program can ask first",
    ),
    (
        r"[Ee]xpected all tensors to be on the same device|is not on the expected device",
        "tensors on two devices cannot be computed with each other",
    ),
    # Modules.
    (
        r"before Module.__init__\(\) call",
        "before a module can keep anything, its `__init__` has to begin with `super().__init__()`",
    ),
    (
        r"descriptor '__init__' of 'super' object needs an argument",
        "`super` has to be called before its `__init__` is: `super().__init__()`",
    ),
    (r"(list|tuple|dict) is not a Module subclass", "`nn.Sequential` takes the layers one by one, not in a list"),
    (
        r"'(?P<a>(?!NoneType|generator|Tensor)\w+)' object has no attribute "
        r"'((named_)?(parameters|modules|children)|(load_)?state_dict|eval|zero_grad)'",
        "only a module has this; a class becomes one by what stands behind its name, `class {a}(nn.Module):`",
    ),
    (r'missing the required "forward" function', "calling a module runs its `forward`, and it has none of that name"),
    (
        r"'(?P<a>(?!NoneType|Axes|Figure|Tensor)[A-Z]\w*)' object is not iterable",
        "a {a} is no list; of a model, an optimizer takes the parameters, `model.parameters()`",
    ),
    (
        r"optimizer got an empty parameter list",
        "no parameters arrived: a module finds none in the model, or what hands them out one by one was used up before",
    ),
    # Python.
    (r"No module named '(?P<a>[\w.]+)'", "`{a}` is not installed where this is graded"),
    (
        r"'type' object does not support the context manager protocol",
        "what stands behind `with` is only named, without ( ) to call it",
    ),
    (
        r"'(method|function|builtin_function_or_method)' object is not (iterable|subscriptable)",
        "a function is only named here, without ( ) to call it",
    ),
    (r"'(int|float)' object is not iterable", "a number is nothing to walk through; `range(n)` counts from 0 to n - 1"),
    (
        r"'bool' object has no attribute '\w+'",
        "this comparison gave one True or False for the whole: were two tensors compared, or a tensor with something else?",
    ),
    (
        r"'(str|list|dict|int|float)' object has no attribute "
        r"'(from_numpy|tensor|randn?|zeros|ones|no_grad|manual_seed|Linear|Module)'",
        "a line above has given the name of a package to something else",
    ),
    (
        r"'NoneType' object has no attribute|'NoneType' object is not|unsupported operand type.*'NoneType'",
        "something is None here, such as what a function without `return` gives back",
    ),
    (
        r"'(float|int)' object has no attribute '(?P<a>backward|detach|item|numpy|shape|dtype|sum|mean|grad)'",
        "a plain number of Python has no `{a}`; a tensor has",
    ),
    (
        r"'numpy.ndarray' object has no attribute '(?P<a>unsqueeze|backward|detach|float|requires_grad_?|dim|numel)'",
        "a NumPy array has no `{a}`; a tensor has",
    ),
    (
        r"missing \d+ required positional arguments?",
        "it was called with fewer arguments than it asks for; the task says which it gets",
    ),
    (
        r"takes (from )?\d+( to \d+)? positional arguments? but \d+ (was|were) given",
        "it was called with more arguments than it has names for, of which a method's first is `self`",
    ),
    (r"got an unexpected keyword argument '(?P<a>\w+)'", "it was called with the argument `{a}`, and has none of that name"),
    (
        r"unsupported operand type.*'(builtin_function_or_method|method|function)'",
        "a function is only named here, without ( ) to call it",
    ),
    (
        r"'(?!NoneType|Tensor|Parameter|Axes|Figure)(?P<a>[A-Z]\w*)' object has no attribute '(?P<b>\w+)'",
        "this {a} has nothing of the name `{b}`; what an object keeps is set in its `__init__`, as `self.{b} = ...`",
    ),
    (r"object is not callable", "something was called like a function, with ( ), that is no function"),
    (
        r"cannot access local variable '(?P<a>\w+)'",
        "on the way that the program took, nothing had given `{a}` a value",
    ),
    (r"KeyError: ('[^']*'|\d+)$", "a dict holds nothing under this key; print its keys, and compare letter by letter"),
    (r"name '(?P<a>\w+)' is not defined", "nobody has made `{a}` so far: is it misspelled, or made in another cell?"),
    (r"maximum recursion depth exceeded", "a function went on calling itself without an end"),
    (r"list index out of range|index -?\d+ is out of bounds", "there is no such place; the first one has the number 0"),
)  # fmt: skip
"""Patterns of messages, and what they mean; `{a}` is what the pattern's group of that name found."""


def meaning(message: str) -> str:
    """What an error message means, or nothing where it speaks for itself."""
    for pattern, words in _MEANINGS:
        if found := re.search(pattern, message):
            return words.format_map(found.groupdict())
    return ""


_BAD_ADVICE: Final = re.compile(
    r" \(or directly access saved tensors after they have already been freed\)| Saved intermediate values of the graph are.*"
    r"| Specify retain_graph=True.*| Hint: (enable anomaly detection|the backtrace).*"
    r"| CUDA kernel errors might be asynchronously.*| For debugging consider passing.*",
    re.DOTALL,
)
"""What PyTorch advises to experts, which would hide a beginner's mistake or leads away from it."""


def explained(message: str) -> str:
    """The message without advice that does not help here, and behind it what it means, if there is more to say."""
    words, said = meaning(message), _BAD_ADVICE.sub("", message)
    return f"{said} (that is: {words})" if words else said
