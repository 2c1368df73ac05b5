import pytest

from autograder import expect


@pytest.mark.task("1.1", points=1)
def test_scale(record, expected):
    """scale gives three times its input"""
    expect.close(record["scale"]["y"], expected["scale"]["y"], atol=1e-6, says="not three times the input")


@pytest.mark.task("1.2", points=1)
def test_affine(record, expected):
    """affine maps each row"""
    expect.close(record["affine"]["y"], expected["affine"]["y"], atol=1e-5, says="not the affine map")


@pytest.mark.task("1.3", points=2)
def test_losses(record, expected):
    """train_step gives back the loss"""
    expect.close(record["train_step"]["losses"], expected["train_step"]["losses"], atol=1e-5, says="not the loss")
