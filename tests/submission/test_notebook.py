"""Submissions as they come: of any age, encoding and state, read or refused in one sentence, never run."""

import copy
import json
import os
import time
import tracemalloc
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import check, graded

from autograder.result import Outcome
from autograder.submission.notebook import (
    MAX_BYTES,
    MAX_CELLS,
    Submission,
    UnreadableError,
    as_bytes,
    from_code,
    parse,
    read,
    saved,
)
from autograder.submission.places import lines

CELL = {"cell_type": "code", "source": "x = 1", "metadata": {}, "outputs": [], "execution_count": 1}


def notebook(*cells: Any, **more: Any) -> dict[str, Any]:
    """A notebook of these cells; a text is a code cell."""
    made = [CELL | {"source": cell} if isinstance(cell, str) else cell for cell in cells]
    return {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": made} | more


def test_a_program_by_a_notebooks_name_is_read(tmp_path: Path) -> None:
    """It is graded as the program that it is, though it does not compile, and a note says what to call it."""
    for text in ("import torch\n\ndef double(x):\n    return 2 * x\n", "def double(x:\n    return 2 * x\n"):
        found = read(file(tmp_path, text))
        assert [text.strip()] == [source.strip() for source in found.code]
        assert ("the file is a program and no notebook, and was read as one; name it .py",) == found.notes


def file(folder: Path, data: Any, name: str = "ada.ipynb") -> Path:
    """A file with these bytes, this text, or this as JSON."""
    path = folder / name
    text = data if isinstance(data, (bytes, str)) else json.dumps(data)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def refusal(path: Path) -> UnreadableError:
    """The error with which a file is refused."""
    with pytest.raises(UnreadableError) as error:
        read(path)
    assert str(error.value).startswith(path.name)
    assert len(str(error.value)) < 300
    assert "\n" not in str(error.value)
    return error.value


WHOLE = json.dumps(notebook("x = 1", "y = 2"), indent=1)
UNREADABLE = {
    "empty": (b"", "empty"), "blank": (b" \n\t\n", "empty"), "zero bytes": (bytes(1 << 20), "zero bytes"),
    "zero bytes after a start": (WHOLE.encode() + bytes(100), "zero bytes"),
    "text": ("This is my homework.", "line 1"), "cut off": (WHOLE[:-40], "copied by half; save it and download it again"),
    "cut off in a text": (WHOLE[: WHOLE.index("y = 2") + 2], "copied by half; save it and download it again"),
    "two in one": (f"{WHOLE}\n{WHOLE}", f"two files in one, the second from line {len(WHOLE.splitlines()) + 1} on"),
    "trailing comma": (WHOLE.replace('"nbformat": 4,', '"nbformat": 4,,'), "line"),
    "conflict": (WHOLE.replace('\n "nbformat"', '\n<<<<<<< HEAD\n "nbformat"'), "<<<<<<<"),
    "conflict in a source": (notebook("y = 2", "<<<<<<< local\nx = 1\n=======\nx = 2\n>>>>>>> remote\n"), "<<<<<<<"),
    "conflict's end": (WHOLE.replace('\n "nbformat"', '\n>>>>>>> theirs\n "nbformat"'), "<<<<<<<"),
    "PNG": (b"\x89PNG\r\n\x1a\n" + bytes(50), "PNG"), "JPEG": (b"\xff\xd8\xff\xe0", "JPEG"),
    "zip": (b"PK\x03\x04" + bytes(50), "zip"), "PDF": (b"%PDF-1.7\n", "PDF"), "gzip": (b"\x1f\x8b\x08", "gzip"),
    "LFS pointer": ("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "LFS"),
    "login page": ("\n<!doctype html><title>Log in</title>", "web page"), "page": ("<HTML></HTML>", "web page"),
    "rich text": (b"{\\rtf1 x}", "rich text"),
    "zero byte in a source": (WHOLE.encode().replace(b"x = 1", b"x = \x001"), "zero bytes"), "cut UTF-16": (WHOLE.encode("utf-16")[:-1], "utf-16"),
    "a list": ("[]", "not a notebook"), "a number": ("3", "not a notebook"), "null": ("null", "not a notebook"),
    "other JSON": ('{"cells": []}', "not a notebook"), "nested": ("[" * 100_000, "line 1"),
    "nested and closed": ("[" * 100_000 + "]" * 100_000, "not a notebook"),
    "integer of 5000 digits": ("9" * 5000, "line 1"),
    "no cells": ({"nbformat": 4, "metadata": {}}, "cells"), "cells of no kind": (notebook(cells="x = 1"), "cells"),
    "too many cells": (notebook(*["x"] * (MAX_CELLS + 1)), "cells"),
    "format 5": (notebook("x", nbformat=5), "format"), "format 99": (notebook("x", nbformat=99), "format"),
    "format of no kind": (notebook("x", nbformat="four"), "format"), "format null": (notebook(nbformat=None), "format"),
    "format 3 of no kind": ({"nbformat": 3, "worksheets": 7}, "format"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "says"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_is_no_notebook_is_refused_in_one_sentence(tmp_path: Path, data: Any, says: str) -> None:
    """Anything else that was handed in is named for what it looks like, with what to do."""
    error = refusal(file(tmp_path, data))
    assert "UNREADABLE" == error.code
    assert says in str(error)


def test_the_line_of_a_json_mistake_is_named(tmp_path: Path) -> None:
    """The student finds the place: it is the line that an editor shows."""
    text = WHOLE.replace('"nbformat_minor": 4', '"nbformat_minor": four')
    line = 1 + text[: text.index("four")].count("\n")
    assert f"ada.ipynb: not a notebook: line {line} is not JSON" == str(refusal(file(tmp_path, text)))


def test_a_huge_file_is_refused_without_being_read(tmp_path: Path) -> None:
    """A file larger than the cap costs nothing but a question to the file system."""
    path = tmp_path / "ada.ipynb"
    with path.open("wb") as sparse:
        sparse.truncate(1 << 40)
    assert ("INPUT_TOO_BIG", f"ada.ipynb is larger than {MAX_BYTES >> 20} MB; clear its outputs") == (
        (error := refusal(path)).code, str(error)
    )  # fmt: skip


def test_what_is_not_a_file_is_refused(tmp_path: Path) -> None:
    """A folder, a pipe nobody writes to and a missing file each get a sentence, at once."""
    (tmp_path / "folder.ipynb").mkdir()
    os.mkfifo(tmp_path / "pipe.ipynb")
    codes = [refusal(tmp_path / name).code for name in ("folder.ipynb", "pipe.ipynb", "missing.ipynb")]
    assert ["UNREADABLE"] * 3 == codes


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    """A link could point at somebody else's work, so it is refused whether its target exists or not."""
    file(tmp_path, WHOLE, "bob.ipynb")
    for name, target in (("ada.ipynb", "bob.ipynb"), ("eve.ipynb", "nowhere")):
        (tmp_path / name).symlink_to(target)
        error = refusal(tmp_path / name)
        assert ("STRUCTURE", True) == (error.code, "link" in str(error))


LANGUAGES = {
    "R": {"language_info": {"name": "R"}}, "R kernel": {"kernelspec": {"name": "ir", "language": "R"}},
    "Julia": {"language_info": {"name": "julia"}, "kernelspec": {"name": "julia-1.9"}},
}  # fmt: skip


@pytest.mark.parametrize("metadata", LANGUAGES.values(), ids=LANGUAGES)
def test_a_notebook_in_another_language_is_named_so(tmp_path: Path, metadata: Any) -> None:
    """A notebook that is not Python is refused with the name of its language."""
    error = refusal(file(tmp_path, notebook("x <- 1", metadata=metadata)))
    assert ("UNSUPPORTED", True) == (error.code, "not in Python" in str(error))


PYTHON = {
    "none": {}, "kernel of another name": {"kernelspec": {"name": "conda-env-foo-py", "display_name": "foo"}},
    "julia's kernel, python's language": {"language_info": {"name": "python"}, "kernelspec": {"name": "julia-1.9"}},
    "only a language": {"kernelspec": {"language": "python"}}, "version": {"language_info": {"name": "python3"}},
    "IPython": {"language_info": {"name": "ipython"}}, "no object": [], "null": None,
    "other types": {"kernelspec": 3, "language_info": "R"}, "numbers": {"language_info": {"name": 3}},
    "colab": {"colab": {"provenance": []}, "accelerator": "GPU", "kernelspec": {"name": "python3"}},
}  # fmt: skip


@pytest.mark.parametrize("metadata", PYTHON.values(), ids=PYTHON)
def test_the_language_decides_and_not_the_kernels_name(tmp_path: Path, metadata: Any) -> None:
    """A Python notebook is read whatever its kernel was called on the student's machine."""
    assert ["x = 1"] == read(file(tmp_path, notebook("x = 1", metadata=metadata))).code


@pytest.mark.parametrize("minor", [0, 1, 2, 3, 4, 5, 6, 99, None])
def test_every_minor_version_is_read(tmp_path: Path, minor: int | None) -> None:
    """Notebooks of format 4 are read whatever their minor version, with and without ids of cells."""
    cells = [CELL | {"id": "abc"} if minor and minor > 4 else CELL, {"cell_type": "markdown", "source": "# t"}]
    submission = read(file(tmp_path, notebook(*cells, nbformat_minor=minor)))
    assert [("code", "x = 1"), ("markdown", "# t")] == [(cell.cell_type, cell.source) for cell in submission.cells]


def test_a_notebook_of_format_3_is_read(tmp_path: Path) -> None:
    """A notebook as IPython wrote it before 2015 is upgraded."""
    cells = [
        {"cell_type": "code", "input": ["x = 1\n", "y = 2"], "language": "python", "outputs": [], "collapsed": False},
        {"cell_type": "heading", "level": 1, "source": "title"},
    ]
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": cells}]}
    assert ["x = 1\ny = 2"] == read(file(tmp_path, old)).code


SOURCES = {
    "text": ("a\nb", "a\nb"), "lines": (["a\n", "b"], "a\nb"), "one line": (["a"], "a"), "empty": ("", ""),
    "no lines": ([], ""), "null": (None, ""), "number": (3, ""), "mixed lines": (["a\n", 3, None, "b"], "a\nb"),
    "letters": ("größer 🎈 \x00", None), "magics": ("%matplotlib inline\n!pip install torch", "%matplotlib inline\n!pip install torch"),
    "lone surrogate": ("a\ud800b", "a?b"), "split pair": (["\ud83d", "\ude00"], "??"),
}  # fmt: skip


@pytest.mark.parametrize(("source", "code"), SOURCES.values(), ids=SOURCES)
def test_a_source_may_be_a_text_or_its_lines(tmp_path: Path, source: Any, code: str | None) -> None:
    """Whatever form the source has, the cell has the code that the student saw, and all of it can be sent."""
    (found,) = read(file(tmp_path, notebook(CELL | {"source": source}))).code
    assert (source if code is None else code) == found
    found.encode()


METADATA = {
    "tags": {"tags": "hard"}, "equal tags": {"tags": ["a", "a"]}, "collapsed": {"collapsed": "yes"}, "name": {"name": 1},
    "scrolled": {"scrolled": 1}, "none": None, "a list": [], "jupyter": {"jupyter": 3}, "execution": {"execution": 1},
    "nested": json.loads('{"a":' * 600 + "1" + "}" * 600), "surrogate": {"\ud800": "\ud800"},
}  # fmt: skip


@pytest.mark.parametrize("metadata", METADATA.values(), ids=METADATA)
def test_metadata_of_a_cell_never_stand_in_the_way(tmp_path: Path, metadata: Any) -> None:
    """What some editor wrote beside a cell, in form or not, does not cost the student the submission."""
    assert ["x = 1"] == read(file(tmp_path, notebook(CELL | {"metadata": metadata}))).code


ODD = {
    "null": None, "text": "x", "number": 3, "empty": {}, "raw": CELL | {"cell_type": "raw"}, "list": [],
    "unknown type": CELL | {"cell_type": "sql"}, "type of no kind": CELL | {"cell_type": ["code"]},
    "attachment": {"cell_type": "markdown", "source": "![a]", "attachments": {"a": {"image/png": "aGk="}}},
    "bad attachment": {"cell_type": "markdown", "source": "![a]", "attachments": 7},
    "bad outputs": CELL | {"source": "", "outputs": 7}, "bad count": CELL | {"source": "", "execution_count": "1"},
    "more keys": CELL | {"source": "", "prompt": 1, "id": 7},
}  # fmt: skip


@pytest.mark.parametrize("cell", ODD.values(), ids=ODD)
def test_an_odd_cell_does_not_cost_the_others(tmp_path: Path, cell: Any) -> None:
    """A cell that is none, or that holds something unknown, is set aside and its neighbours are read."""
    data = notebook("x = 1", "y = 2")
    data["cells"].insert(1, cell)
    assert ["x = 1", "y = 2"] == [code for code in read(file(tmp_path, data)).code if code]


def test_huge_outputs_are_dropped(tmp_path: Path) -> None:
    """Megabytes of pictures in the outputs are neither kept nor in the way."""
    picture = {"output_type": "display_data", "data": {"image/png": "A" * (8 << 20)}, "metadata": {}}
    submission = read(file(tmp_path, notebook(CELL | {"outputs": [picture]})))
    assert ["x = 1"] == submission.code
    assert len(repr(submission.cells)) < 1000


def printed(text: Any) -> dict[str, Any]:
    """A code cell that printed this."""
    return CELL | {"outputs": [{"output_type": "stream", "name": "stdout", "text": text}]}


def raw(outputs: str) -> str:
    """A notebook of one cell whose outputs are this text."""
    return WHOLE.replace('"outputs": []', f'"outputs": [{outputs}]', 1)


MARKS = "<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> theirs\n"
OUTPUTS = {
    "commas": notebook(printed("1, " * 2_000_000)), "values": raw('{"data": [' + "1, " * 2_000_000 + "1]}"),
    "lines": notebook(printed([f"{n}\n" for n in range(1_200_000)])), "dicts": raw('{"a": [' + "{}, " * 1_500_000 + "0]}"),
    "depth": raw('{"data": ' + '{"a": ' * 100_000 + "1" + "}" * 100_000 + "}"), "30 MB": notebook(printed("A" * (30 << 20))),
    "zero bytes": notebook(printed("a\0b")), "raw zero bytes": raw('{"text": "a\0\0b\x1b"}'), "surrogates": raw(r'{"text": "\ud800"}'),
    "marks": notebook(printed(MARKS)), "no JSON": raw('{"text": nan, [tru, "]}"], "a": }'), "a number": raw('{"a": ' + "9" * 5000 + "}"),
    "a conflict": raw('{"text": [\n<<<<<<< HEAD\n"3"\n=======\n"4"\n>>>>>>> theirs\n]}'),
}  # fmt: skip


@pytest.mark.parametrize("data", OUTPUTS.values(), ids=OUTPUTS)
def test_nothing_is_refused_for_what_its_outputs_hold(tmp_path: Path, data: Any) -> None:
    """Whatever cells printed or displayed when the notebook was saved, in form or not, its code is read, and soon."""
    path = file(tmp_path, data)
    began = time.monotonic()
    assert "x = 1" == read(path).code[0]
    assert time.monotonic() - began < 6


@pytest.mark.parametrize("data", OUTPUTS.values(), ids=OUTPUTS)
def test_a_line_is_found_beside_any_outputs(tmp_path: Path, data: Any) -> None:
    """The line of a mistake is looked for in the file's text, which may hold anything below its cells."""
    text = data if isinstance(data, str) else json.dumps(data)
    path = file(tmp_path, text.replace('"x = 1"', '\n"x = 1"\n', 1))
    wrong = check("6.1", Outcome.FAILED, rationale="cell 1, line 1: NameError")
    (found,) = lines(path, graded(checks=(wrong,))).values()
    assert '"x = 1"' == path.read_text(encoding="utf-8").splitlines()[found - 1]


def test_hostile_outputs_cost_little_memory(tmp_path: Path) -> None:
    """A great many small things in outputs are walked over and never built."""
    path = file(tmp_path, raw('{"a": [' + "[{}], " * 200_000 + "0]}"))
    tracemalloc.start()
    try:
        assert ["x = 1", "y = 2"] == read(path).code
        assert tracemalloc.get_traced_memory()[1] < 5 * path.stat().st_size
    finally:
        tracemalloc.stop()


BESIDE = {
    "attachments": notebook("x = 1", CELL | {"cell_type": "markdown", "source": "", "attachments": {"a": [[1] * 1_100_000]}}),
    "widgets": notebook("x = 1", metadata={"widgets": {"state": {"a": {"b": [1] * 1_100_000}}}}),
    "marks in markdown": notebook("x = 1", CELL | {"cell_type": "markdown", "source": MARKS}),
    "marks in a text": notebook("x = 1", f'def f():\n    """\n{MARKS}"""'), "one mark in a text": notebook("x = 1", '"""\n<<<<<<< HEAD\n"""'),
    "one mark in a source": notebook("x = 1", "<<<<<<< HEAD\n"), "marks out of order": notebook("x = 1", ">>>>>>> a\n=======\n<<<<<<< b\n"),
    "doctests": notebook("x = 1", '"""\n>>>>>>> print(1)\n"""'), "format 3": {
        "nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [
            {"cell_type": "code", "input": ["x = 1"], "language": "python", "outputs": [{"output_type": "pyout", "a": {"b": [[1]] * 600_000}}]}]}]},
}  # fmt: skip


@pytest.mark.parametrize("data", BESIDE.values(), ids=BESIDE)
def test_what_looks_like_a_fault_and_is_none_is_read(tmp_path: Path, data: Any) -> None:
    """Marks of a conflict in texts, and millions of values that are never looked at, cost a right notebook nothing."""
    assert "x = 1" == read(file(tmp_path, data)).code[0]


def test_a_program_that_compiles_has_no_conflict(tmp_path: Path) -> None:
    """Marks in a docstring are text; the same marks around lines of code are a conflict, and are named so."""
    assert ["x = 1\n" in code for code in read(file(tmp_path, f'"""\n{MARKS}"""\n', "ada.py")).code] == [True]
    for end in ("\n", "\r\n"):
        error = refusal(file(tmp_path, f"# %%\ny = 3\n{MARKS}".replace("\n", end), "ada.py"))
        assert ("UNREADABLE", True) == (error.code, "merge conflict" in str(error))
    assert ["<<<<<<< HEAD"] == read(file(tmp_path, "<<<<<<< HEAD\n", "ada.py")).code


def test_a_million_values_beside_the_outputs_are_too_many(tmp_path: Path) -> None:
    """What would be built in memory is counted, and a file that makes too much of it is refused in a moment."""
    began = time.monotonic()
    assert "INPUT_TOO_BIG" == refusal(file(tmp_path, notebook("x = 1", more=[{}] * 1_100_000))).code
    assert time.monotonic() - began < 6


def test_a_notebook_without_cells_is_read(tmp_path: Path) -> None:
    """An empty notebook is a submission in which nothing is defined."""
    assert [] == read(file(tmp_path, notebook())).code


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le with a mark", "utf-16-be with a mark"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", ["ada.ipynb", "ada.py"])
def test_a_byte_order_mark_tells_the_encoding(tmp_path: Path, name: str, encoding: str) -> None:
    """Files of Windows editors are read: with the mark of UTF-8 or of either UTF-16."""
    text = "# größer 🎈\nx = 1"
    content = text if name.endswith(".py") else json.dumps(notebook(text), ensure_ascii=False)
    codec, *mark = encoding.split(" with ")
    data = ("\ufeff" * len(mark) + content).encode(codec)
    assert [text] == read(file(tmp_path, data, name)).code


FOREIGN = {
    "cp1252": "# gr\xf6\xdfe \u20ac",
    "latin-1": "# gr\xf6\xdfe \x81",
    "utf-16-le": "# a",
    "utf-16-be": "# a",
    "utf-32": "# \xf6",
}


@pytest.mark.parametrize("encoding", FOREIGN)
@pytest.mark.parametrize("name", ["ada.ipynb", "ada.py"])
def test_another_encoding_is_read_with_a_note(tmp_path: Path, name: str, encoding: str) -> None:
    """A file that an old editor saved in its own way is graded, and the student reads what to change."""
    text = FOREIGN[encoding] + "\nx = 1"
    content = text if name.endswith(".py") else json.dumps(notebook(text), ensure_ascii=False)
    submission = read(file(tmp_path, content.encode(encoding), name))
    assert ([text], 1) == (submission.code, len(submission.notes))
    assert f"was read as {encoding.upper()}; save it as UTF-8" in submission.notes[0]
    assert () == read(file(tmp_path, content, name)).notes


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_ending_is_read(tmp_path: Path, end: str) -> None:
    """Scripts from any system give the same cells."""
    text = end.join(["# %%", "x = 1", "", "# %% [markdown]", "# title", "", "# %%", "y = 2"])
    assert ["x = 1", "y = 2"] == read(file(tmp_path, text, "ada.py")).code


def test_a_plain_script_is_one_cell(tmp_path: Path) -> None:
    """A `.py` file without cell marks is read whole."""
    text = "import torch\n\n\ndef double(x):\n    return 2 * x\n"
    assert text.strip() == "\n".join(read(file(tmp_path, text, "ada.py")).code).strip()


def test_a_percent_script_and_a_notebook_are_twins(tmp_path: Path) -> None:
    """The same cells come out of both forms, magics included."""
    script = "# %% [markdown]\n# # Title\n\n# %%\n# %matplotlib inline\nx = 1\n\n# %%\n# !pip install torch\ny = 2\n"
    cells = ["%matplotlib inline\nx = 1", "!pip install torch\ny = 2"]
    assert cells == read(file(tmp_path, script, "ada.py")).code
    assert cells == read(file(tmp_path, notebook(*cells))).code


COMMENTS = {"format": "x = 1\n# %d values\ny = 2", "text": 's = """\n# !ls\n"""', "cell magic": "%%time\nx = 1"}


@pytest.mark.parametrize("cell", COMMENTS.values(), ids=COMMENTS)
def test_only_magics_are_taken_out_of_comments(tmp_path: Path, cell: str) -> None:
    """A comment of the student's stays one, and a magic of a whole cell is no mark of a new one."""
    text = "# %%\n" + (f"# {cell}" if cell.startswith("%%") else cell) + "\n"
    assert [cell] == read(file(tmp_path, text, "ada.py")).code


def test_a_script_that_does_not_compile_is_read(tmp_path: Path) -> None:
    """A mistake in the student's Python is for the cell that has it, not for the reader."""
    for text in ("def f(:\n  x", "(" * 3000, "'''", "\tx\n  y", "x = 1\\", "print 'a'"):
        assert text in "\n".join(read(file(tmp_path, text, "ada.py")).code)


HEADERS = {
    "list not closed": "# ---\n# jupyter:\n#   kernelspec: [\n# ---\nx = 1\n",
    "number for a section": "# ---\n# jupyter:\n#   jupytext:\n#     text_representation: 3\n# ---\nx = 1\n",
    "number for metadata": "# ---\n# jupyter: 3\n# ---\nx = 1\n", "tag": "# ---\n# a: !!python/object:os.system {}\n# ---\nx = 1\n",
    "cell metadata": '# %% {"a": \nx = 1\n', "another format": "# ---\n# jupyter:\n#   jupytext:\n#     formats: md\n# ---\nx = 1\n",
}  # fmt: skip


@pytest.mark.parametrize("text", HEADERS.values(), ids=HEADERS)
def test_a_broken_header_of_a_script_does_no_harm(tmp_path: Path, text: str) -> None:
    """Metadata at the head of a script, in form or not, never stop the reader with anything but its own error."""
    try:
        code = read(file(tmp_path, text, "ada.py")).code
    except UnreadableError as error:
        assert "UNREADABLE" == error.code
    else:
        assert "x = 1" in "\n".join(code)


def test_a_script_has_a_bounded_number_of_cells(tmp_path: Path) -> None:
    """As many cells as a notebook may have, and no more: a script cannot make the reader build millions."""
    assert refusal(file(tmp_path, "# %%\n" * (MAX_CELLS + 1), "ada.py")).code in {"UNREADABLE", "INPUT_TOO_BIG"}


def test_a_script_that_is_too_long_is_refused(tmp_path: Path) -> None:
    """Megabytes of program are no homework."""
    assert "INPUT_TOO_BIG" == refusal(file(tmp_path, "#" * (MAX_BYTES // 10 + 1), "ada.py")).code


@pytest.mark.parametrize("name", ["ada.ipynb", "ada.py"])
def test_blank_lines_cost_no_time(tmp_path: Path, name: str) -> None:
    """A file of blank lines is read or refused in a moment and cannot stop a class."""
    text = "\n" * 20_000 + ("x = 1" if name.endswith(".py") else json.dumps(notebook("x = 1")))
    began = time.monotonic()
    assert ["x = 1"] == [code.strip() for code in read(file(tmp_path, text, name)).code]
    assert time.monotonic() - began < 2


NAMES = {
    "spaces": "my home work",
    "emoji": "🎈",
    "long": "x" * 249,
    "newline": "a\nb",
    "quotes": "a'b\"c",
    "dash": "-rf",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_any_file_name_is_read(tmp_path: Path, name: str) -> None:
    """The name of a file is a name and nothing else."""
    submission = read(file(tmp_path, notebook("x = 1"), f"{name}.ipynb"))
    shown = f"{name}.ipynb".replace("\n", "_")  # it is printed, and a line of its own would be a lie
    assert (name, shown, ["x = 1"]) == (submission.student, submission.name, submission.code)


@pytest.mark.parametrize("stamp", [0, 4070908800, -1])
def test_a_strange_date_is_no_matter(tmp_path: Path, stamp: int) -> None:
    """Files from 1969, 1970 and 2099 are read."""
    path = file(tmp_path, notebook("x = 1"))
    os.utime(path, (stamp, stamp))
    assert ["x = 1"] == read(path).code


def test_the_student_is_who_handed_in(tmp_path: Path) -> None:
    """The name comes from outside, never from the notebook's own metadata."""
    path = file(tmp_path, notebook("x = 1", metadata={"authors": [{"name": "bob"}], "student": "bob"}))
    assert ["ada", "eve"] == [read(path).student, read(path, "eve").student]


def test_nothing_is_executed_by_reading(tmp_path: Path) -> None:
    """Reading runs no cell and no magic."""
    marker = tmp_path / "marker"
    touch = f"open({str(marker)!r}, 'w')"
    read(file(tmp_path, notebook(touch, f"%%python\n{touch}")))
    read(file(tmp_path, f"# %%\n{touch}\n", "ada.py"))
    assert not marker.exists()


# ------------------------------------------------------------------------------------------------------ with outputs

TEXT = {"output_type": "stream", "name": "stdout", "text": "hi\n"}
HOSTILE = {
    "no type": {"name": "stdout", "text": "x"}, "unknown type": {"output_type": "sql"}, "type of no kind": {"output_type": 3},
    "no text": {"output_type": "stream", "name": "stdout"}, "text of no kind": TEXT | {"text": 3},
    "more keys": TEXT | {"score": 100}, "self": TEXT | {"self": 1}, "data of no kind": {"output_type": "display_data", "data": 3},
    "metadata of no kind": {"output_type": "display_data", "data": {}, "metadata": 3},
    "picture of no kind": {"output_type": "display_data", "data": {"image/png": 3}, "metadata": {}},
    "count of no kind": {"output_type": "execute_result", "data": {}, "metadata": {}, "execution_count": "1"},
    "error of no kind": {"output_type": "error", "ename": 1, "evalue": [], "traceback": "x"},
    "lone surrogate": TEXT | {"text": "a\ud800"}, "zero byte": TEXT | {"text": "\0\x1b[2J"},
}  # fmt: skip


@pytest.mark.parametrize("output", HOSTILE.values(), ids=HOSTILE)
def test_an_executed_notebook_is_always_in_form(output: dict[str, Any]) -> None:
    """Whatever a child calls its outputs, the notebook is valid, can be saved as UTF-8, and keeps the good ones."""
    executed = from_code(["x = 1", "y = 2"], "ada").executed({0: [dict(TEXT), dict(output)], 1: [dict(TEXT)]})
    nbformat.validate(executed)
    again = nbformat.reads(as_bytes(executed).decode(), as_version=4)
    assert ["hi\n", "hi\n"] == [cell.outputs[0].text for cell in again.cells]
    assert [1, 2] == [cell.execution_count for cell in again.cells]


def test_a_heading_of_an_old_notebook_is_no_deeper_than_six(tmp_path: Path) -> None:
    """nbformat writes as many # as a heading's level says, and a file may say millions."""
    heading = {"cell_type": "heading", "level": 10**7, "source": "deep", "metadata": {}}
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"metadata": {}, "cells": [heading]}]}
    (cell,) = read(file(tmp_path, old)).cells
    assert "###### deep" == cell.source


def test_an_output_may_be_nested_as_deep_as_it_likes() -> None:
    """A notebook comes of every depth: Python's limit of calls stops each of nbformat's functions at another one."""
    for depth in range(2, 900):
        deep = {"output_type": "display_data", "data": {}, "metadata": json.loads('{"a":' * depth + "1" + "}" * depth)}
        executed = from_code(["x = 1"], "ada").executed({0: [dict(TEXT), deep]})
        assert "hi\n" == nbformat.reads(as_bytes(executed).decode(), as_version=4).cells[0].outputs[0].text


def test_outputs_go_to_the_code_cells_they_come_from() -> None:
    """Markdown between the cells does not shift the outputs; outputs of cells that are not there are left out."""
    submission = parse("# %% [markdown]\n# a\n\n# %%\nx = 1\n\n# %% [markdown]\n# b\n\n# %%\ny = 2\n", "a.py")
    executed = submission.executed({1: [dict(TEXT)], 7: [dict(TEXT)]})
    nbformat.validate(executed)
    assert ["markdown", "code", "markdown", "code"] == [cell.cell_type for cell in executed.cells]
    assert [[], ["hi\n"]] == [[o.text for o in cell.outputs] for cell in executed.cells if cell.cell_type == "code"]


def test_a_flood_of_outputs_is_cut() -> None:
    """Of the many tiny outputs that fit in one answer so few are kept that the teacher's machine is not kept busy."""
    executed = from_code(["x = 1"], "ada").executed({0: [TEXT | {"text": str(n)} for n in range(3000)]})
    assert [0, True] == [int(executed.cells[0].outputs[0].text), len(executed.cells[0].outputs) <= 1000]


# ----------------------------------------------------------------------------------------------------------------- fuzz

VALID = notebook(
    {"cell_type": "markdown", "source": ["# t\n", "text"], "metadata": {}, "attachments": {"a": {"image/png": "aGk="}}},
    CELL | {"metadata": {"tags": ["a"], "collapsed": True}, "outputs": [TEXT]},
    metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}, "language_info": {"name": "python"}},
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=8)
    | st.sampled_from([3, 4, "code", "markdown", "R", 10**400]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=6,
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths to all parts of a value but itself."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, item in items for found in [(*path, key), *places(item, (*path, key))]]


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A valid notebook in which some parts are gone or are anything else."""
    data = copy.deepcopy(VALID)
    for _ in range(draw(st.integers(1, 3))):
        *path, last = draw(st.sampled_from(places(data)))
        parent = data
        for key in path:
            parent = parent[key]
        if draw(st.booleans()):
            del parent[last]
        else:
            parent[last] = draw(ANYTHING)
        if not places(data):
            break
    return json.dumps(data)


def survives(text: str, name: str) -> None:
    """Parses the text: what comes out can be sent and shown, and what cannot be read says so."""
    try:
        submission = parse(text, name)
    except UnreadableError as error:
        assert error.code in {"UNREADABLE", "INPUT_TOO_BIG", "UNSUPPORTED", "STRUCTURE"}
    else:
        assert isinstance(submission, Submission)
        nbformat.validate(submission.executed({}))
        "".join(submission.code).encode()


@given(mutated())
def test_no_mutation_of_a_notebook_breaks_the_reader(text: str) -> None:
    """A notebook with parts gone or changed is read or refused, and nothing else happens."""
    survives(text, "ada.ipynb")


WORDS = [
    "# %%",
    "# ---",
    "\n",
    "# %% [markdown]",
    "# %% [raw]",
    "%%bash",
    "!ls",
    "jupyter:",
    "# ",
    "'''",
    "{",
    "x=1",
    ": [",
]


@given(st.lists(st.sampled_from(WORDS) | st.text(st.characters(codec="utf-8"), max_size=5), max_size=25).map("".join))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Text by chance is read as a script or refused, and is no notebook."""
    survives(text, "ada.py")
    survives(text, "ada.ipynb")


@given(st.binary(max_size=200) | st.text(max_size=50).map(lambda text: text.encode("utf-16", "replace")))
def test_no_bytes_break_the_reader(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """A file of any bytes is read or refused."""
    folder = tmp_path_factory.getbasetemp()
    for name in ("fuzz.ipynb", "fuzz.py"):
        try:
            nbformat.validate(read(file(folder, data, name)).executed({}))
        except UnreadableError as error:
            assert str(error).startswith("fuzz")


def test_a_saved_notebook_is_what_it_was() -> None:
    """What was saved comes back with its outputs as they were: a file holds lines, a notebook holds texts."""
    ran = from_code(["print('a')"], "ada").executed(
        {0: [{"output_type": "stream", "name": "stdout", "text": "a\nb\n"}]}
    )
    assert ran == saved(as_bytes(ran))
    assert "a\nb\n" == saved(as_bytes(ran)).cells[0].outputs[0].text
    for other, says in ((b"{}", "no notebook"), (b"[]", "no notebook"), (b"{", "Expecting"), (b"\xff", "decode")):
        with pytest.raises(ValueError, match=says):
            saved(other)
