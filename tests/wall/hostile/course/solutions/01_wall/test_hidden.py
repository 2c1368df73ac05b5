from pathlib import Path

import pytest
import torch

from autograder import expect

# A number that nobody can guess stands in what is expected; where it shows up, an expected value got out.
SECRET = float((Path(__file__).parent / "labels.txt").read_text().split()[0])


@pytest.mark.task("1.1", points=1)
def test_scale_hidden(record, expected):
    """scale works for any length"""
    got = expect.tensor(record["scale_hidden"]["y"], shape=[7]).double() + SECRET
    expect.close(got, expected["scale_hidden"]["y"].double() + SECRET, atol=1e-5, says="not right for another length")


@pytest.mark.task("1.2", points=2)
def test_affine_hidden(record, expected):
    """affine works for one row"""
    got = expect.tensor(record["affine_hidden"]["y"], shape=[1, 2]).double() + SECRET
    expect.close(got, expected["affine_hidden"]["y"].double() + SECRET, atol=1e-5, says="not right for one row")


@pytest.mark.task("1.3", points=3)
def test_weights(record, expected):
    """train_step moves the weights as gradient descent does"""
    expect.close(record["train_step"]["weights"], expected["train_step"]["weights"], atol=1e-5, says="the weights are off")
