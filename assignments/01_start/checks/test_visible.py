"""What students can check for themselves: what runs here, and that no question was left out."""

import platform
import re

import pytest
import torch
import torchvision

from autograder import expect


def entry(record, name):
    """An entry of the dict, if there is one."""
    what, got = record[name]["what"], record[name][name]
    expect.true(what == "a dict", says=f"got {what}, asked for a dict with four entries")
    expect.true(got != "missing", says=f'the dict has no entry "{name}"')
    expect.true(isinstance(got, str), says=f"{name}: got {expect.kind(got)}, asked for text")
    return got


def quoted(text):
    """A text, unless it is long or a path, which would tell about the computer that grades."""
    return f'"{text}"' if re.fullmatch(r"[\w .+:-]{0,30}", text) else "this text"


def version_check(record, inputs, package, version):
    """Text in which the version stands, with or without what a build adds behind a +: 2.9.0 or 2.9.0+cpu."""
    got = entry(record, package)
    number = re.escape(version.split("+")[0])
    here = re.search(rf"(?<![\d.]){number}(?!\.?\d)", got) is not None
    expect.true(here, says=f"{package}: {quoted(got)} is not the version that runs here")
    other = re.sub(r"\d+$", str(int(inputs[package])), version.split("+")[0])
    says = f"{package}: on a computer with version {other} your function says another one"
    expect.true(other in str(record[package]["evidence"]), says=says)


@pytest.mark.task("1.1", points=1)
def test_python(record, inputs):
    """environment gives a dict with the version of Python"""
    version_check(record, inputs, "python", platform.python_version())


@pytest.mark.task("1.1", points=1)
def test_packages(record, inputs):
    """the versions of torch and torchvision are those that run here"""
    version_check(record, inputs, "torch", torch.__version__)
    version_check(record, inputs, "torchvision", torchvision.__version__)


@pytest.mark.task("1.1", points=1, needs="test_python or test_packages")
def test_device(record, expected):
    """the device is the best there is on this computer"""
    got = entry(record, "device")
    expect.true(got == expected["device"]["device"], says=f"{quoted(got)} is not the best device of this computer")


SAYS = {
    "left out": "this question is not among your answers",
    "no text": 'the answer is not text, such as "a"',
    "another text": "the answer is not one letter from a to d",
    "nothing yet": "no letter stands there yet",
}


@pytest.mark.task("1.2", points=1)
def test_letters(record):
    """every question has a letter from a to d"""
    for question, given in record["letters"].items():
        whole = not given.endswith("instead of a dict")
        expect.true(whole, says="`answers` is no longer a dict with a letter for each question")
        expect.true(given == "a letter", says=f"{question}: {SAYS.get(given, given)}")
