"""What students can check for themselves: what runs here, and that no question was left out."""

import platform
import re

import pytest
import torch
import torchvision

from autograder import expect


def version_check(got, package, version):
    """Text in which the version stands, with or without what a build adds behind a +: 2.9.0 or 2.9.0+cpu."""
    expect.true(got != "missing", says=f'the dict has no entry "{package}"')
    expect.true(isinstance(got, str), says=f"{package}: got {expect.kind(got)}, asked for the version as text")
    number = re.escape(version.split("+")[0])
    here = re.search(rf"(?<![\d.]){number}(?!\.?\d)", got) is not None
    expect.true(here, says=f"{package}: this is not the version that runs here")


def dict_check(record):
    what = record["python"]["what"]
    expect.true(what == "dict", says=f"got {what}, asked for a dict with four entries")


@pytest.mark.task("1.1", points=1)
def test_python(record):
    """environment gives a dict with the version of Python"""
    dict_check(record)
    version_check(record["python"]["python"], "python", platform.python_version())


@pytest.mark.task("1.1", points=1)
def test_packages(record):
    """the versions of torch and torchvision are those that run here"""
    version_check(record["torch"]["torch"], "torch", torch.__version__)
    version_check(record["torchvision"]["torchvision"], "torchvision", torchvision.__version__)


@pytest.mark.task("1.1", points=1)
def test_device(record, expected):
    """the device is the best there is on this computer"""
    expect.equal(record["device"], expected["device"], says="the best device of this computer")


@pytest.mark.task("1.2", points=1)
def test_letters(record):
    """every question has a letter from a to d"""
    for question, given in record["letters"].items():
        expect.true(given == "a letter", says=f'the question "{question}" has no letter from a to d')
