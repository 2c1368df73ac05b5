import pytest

from autograder import expect


@pytest.mark.task("3.1", points=1)
def test_other_numbers_of_pictures(record, expected, inputs):
    """one picture, 10, 28, 65 and 128 of them; the pictures stay as they were"""
    first = None
    for place, found in record["form_single"].items():
        found = expect.tensor(found, shape=[1, 10], says=place)
        first = found if first is None else first
        # 1e-3: the same sums in another order are within 1e-4 of each other, other sums are not
        expect.close(found, first, atol=1e-3, says="the same picture in another form gets other logits", place=place)
    alone = expect.tensor(record["form_flat"]["logits"], shape=[6, 10], says="for [N, 784]")[inputs["crowd"][:9]]
    for place, found in record["form_many"].items():
        expect.equal(found["shape"], [int(place.split()[0]), 10], says="the shape is not [N, 10]", place=place)
        rows = expect.tensor(found["rows"], shape=[9, 10], says=place)
        # 1e-3 as above
        expect.close(rows, alone, atol=1e-3, says="among others, a picture gets other logits", place=place)
    expect.close(record["logits_kept"], expected["logits_kept"], atol=0, says="the pictures were changed")


@pytest.mark.task("3.2", points=1)
def test_logits_anyhow(record, expected):
    """strong and empty pictures, both modes, asked again"""
    # 784 and 128 products in float32, in any order
    for probe in ("logits_modes", "logits_range"):
        expect.close(record[probe], expected[probe], atol=1e-4, rtol=1e-5, says="not W2 h + b2")


@pytest.mark.task("3.3", points=1)
def test_learning(record, expected):
    """gradients for other forms of pictures, and a fresh network whose units can become different"""
    # sums over seven pictures and up to 784 pixels, of size 10
    expect.close(record["gradients_forms"], expected["gradients_forms"], atol=1e-4, rtol=1e-5, says="not the gradient")
    found = record["fresh"]["by hidden unit"]
    expect.true(found is not None, "in a fresh network no gradient arrives at the first layer")
    found = expect.tensor(found, shape=[128], says="in a fresh network")
    expect.true(bool((found - found[0]).abs().max() > 1e-6), "all hidden units of a fresh network learn the same")
    logits = expect.tensor(record["fresh"]["logits"], shape=[6, 10], says="in a fresh network")
    seen = bool((logits - logits[0]).abs().max() > 1e-6)
    expect.true(seen, "a fresh network still says the same of all pictures after a first step")


@pytest.mark.task("3.4", points=1)
def test_count_any_module(record, expected):
    """shared, nested and bare parameters, buffers, and models with nothing to train"""
    for probe in ("count_shared", "count_buffers", "count_nested", "count_bare", "count_nothing"):
        expect.equal(record[probe], expected[probe], says="not the number of trainable parameters")
    expect.equal(record["count_kept"], expected["count_kept"], says="counting changed the model")


@pytest.mark.task("3.5", points=1)
def test_predict_sizes(record, expected):
    """one image, as many as classes, two classes, images of another form"""
    for probe in ("predict_one", "predict_sizes", "predict_images"):
        expect.equal(record[probe], expected[probe], says="not the class with the largest logit")


@pytest.mark.task("3.5", points=1)
def test_predict_only_looks(record, expected):
    """the model is asked in evaluation mode and without a graph"""
    expect.equal(record["predict_mode"], expected["predict_mode"], says="what the model says in evaluation mode")
    expect.close(
        record["predict_normalised"],
        expected["predict_normalised"],
        atol=1e-6,
        says="what the model says in evaluation mode",
    )
    expect.equal(record["predict_graph"], expected["predict_graph"], says="autograd noted down what the model computed")


@pytest.mark.task("3.5", points=1, needs="test_predict or test_predict_sizes")
def test_predict_leaves_no_trace(record, expected):
    """mode, parameters, gradients and all else are as before"""
    for probe, says in {
        "predict_was_training": "a model that was training is in another mode",
        "predict_was_evaluating": "a model that was in evaluation mode is in another",
        "predict_gradients": "the gradients are not what they were",
        "predict_kept": "the model cannot go on training as before",
        "predict_world": "a call left something behind",
    }.items():
        expect.close(record[probe], expected[probe], atol=1e-5, says=says)
