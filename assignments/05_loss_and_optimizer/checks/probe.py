"""The questions of assignment 5: losses are asked for values and slopes, updates by what they do to weights."""

import builtins

import torch
from torch import nn

# Shapes that do not fit, although most of them broadcast.
VISIBLE_SHAPES = [((6,), (6, 1)), ((4, 3), (3,))]
HIDDEN_SHAPES = [
    ((6, 1), (6,)),
    ((7,), (7, 1)),
    ((1,), (6,)),
    ((6,), (1,)),
    ((4, 3), (4, 1)),
    ((4, 3), (1, 3)),
    ((3, 4), (4, 3)),
    ((2, 6), (3, 4)),
    ((4,), (5,)),
    ((3,), (4, 3)),
    ((5, 2), (4, 2)),
]
STEP_SHAPES = [(4, 3), (4,), (2, 4), (2,)]


def inputs(seed):
    """Every number the questions rest on."""
    chance = torch.Generator().manual_seed(seed)

    def normal(*shape, scale=1.0):
        return scale * torch.randn(*shape, generator=chance)

    def classes(count, samples):
        return torch.randint(count, (samples,), generator=chance)

    made = {}
    for name, shape in {
        "7": (7,),
        "5 x 3": (5, 3),
        "4 x 6": (4, 6),
        "1": (1,),
        "1 x 4": (1, 4),
        "40 x 1": (40, 1),
    }.items():
        made[f"predictions {name}"], made[f"targets {name}"] = normal(*shape, scale=2), normal(*shape)
    for name, (samples, count) in {"5 x 4": (5, 4), "3 x 7": (3, 7), "1 x 6": (1, 6), "9 x 2": (9, 2)}.items():
        made[f"logits {name}"], made[f"classes {name}"] = normal(samples, count, scale=2), classes(count, samples)
    # One row for each way to be large: surely right, surely wrong, all alike, and undecided between two.
    made["logits large"] = torch.tensor(
        [
            [1000.0, 0.0, -1000.0, 3.0],
            [-1000.0, 1000.0, 0.0, 0.0],
            [-1000.0, -1000.0, -1000.0, -1000.0],
            [1000.0, 1000.0, -1000.0, 0.0],
            [-1000.0, -990.0, -1000.0, -995.0],
        ]
    )
    made["classes large"] = torch.stack([torch.tensor([0, 2, 3, 1, 2]), torch.tensor([2, 0, 1, 0, 0])])[
        classes(2, 1)[0]
    ]
    made["logits values"], made["numbers values"] = normal(6, 3), normal(6, 3)
    made["logits binary"], made["answers binary"] = normal(8, scale=2), torch.tensor([0.0, 1, 1, 0, 1, 0, 0, 1])
    for index, shape in enumerate(STEP_SHAPES):
        made[f"weight {index}"] = normal(*shape)
        made[f"gradient {index}"], made[f"second gradient {index}"] = normal(*shape), normal(*shape)
    made["samples"], made["wanted"] = normal(5, 3), normal(5, 2)
    made["rates"] = 0.02 + 0.3 * torch.rand(4, generator=chance)
    return made


# --------------------------------------------------------------------------------------------- mean squared error (5.1)


def mean_squared(student, inputs, *names):
    """The loss for pairs of these shapes."""
    return {
        f"for {name}": student.mean_squared_error(inputs[f"predictions {name}"], inputs[f"targets {name}"])
        for name in names
    }


def probe_mse_vector(student, inputs):
    """A number for each sample."""
    example = student.mean_squared_error(torch.tensor([2.0, 0.5]), torch.tensor([1.0, 1.0]))
    return mean_squared(student, inputs, "7") | {"example": example}


def probe_mse_matrix(student, inputs):
    """Several numbers for each sample."""
    return mean_squared(student, inputs, "5 x 3", "4 x 6", "40 x 1")


def probe_mse_one(student, inputs):
    """A single sample."""
    return mean_squared(student, inputs, "1", "1 x 4")


def probe_mse_slope(student, inputs):
    """The derivative by the predictions, and what is left of the tensors that were handed over."""
    predictions, targets = inputs["predictions 5 x 3"].requires_grad_(), inputs["targets 5 x 3"]
    student.mean_squared_error(predictions, targets).backward()
    plain = inputs["predictions 5 x 3"]
    student.mean_squared_error(plain, targets)
    return {"slope": predictions.grad, "predictions afterwards": plain, "targets afterwards": targets}


def refused(function, calls):
    """What the function answers to each of these arguments: the kind of its error, or that there was none."""
    found = {}
    for name, arguments in calls.items():
        try:
            answer = function(*arguments)
            found[name] = "no error, and nothing came back" if answer is None else "no error"
            if isinstance(answer, (type, Exception)):
                found[name] = "no error: an error or a class was given back"
        except NameError:
            raise  # a slip of the pen, which is said in other words
        except Exception as error:
            if type(error) is NotImplementedError and str(error).startswith("Task "):
                raise  # nothing is written yet, and that is said in other words
            found[name] = "ValueError" if isinstance(error, ValueError) else kind(error)
    return found


def kind(error):
    """The name of one of Python's own errors."""
    name = type(error).__name__
    return name if getattr(builtins, name, None) is type(error) else "another error"


def refusals(student, shapes):
    """What pairs of these shapes are answered with."""
    pairs = {f"{list(left)} and {list(right)}": (torch.zeros(left), torch.ones(right)) for left, right in shapes}
    return refused(student.mean_squared_error, pairs)


def probe_mse_shapes(student, inputs):
    """Two pairs of shapes that do not fit."""
    return refusals(student, VISIBLE_SHAPES)


def probe_mse_more_shapes(student, inputs):
    """Many pairs of shapes that do not fit."""
    return refusals(student, HIDDEN_SHAPES)


# -------------------------------------------------------------------------------------------------- cross-entropy (5.2)


def entropy(student, inputs, *names):
    """The loss for logits of these shapes."""
    return {f"for {name}": student.cross_entropy(inputs[f"logits {name}"], inputs[f"classes {name}"]) for name in names}


def probe_entropy(student, inputs):
    """Five samples, four classes."""
    example = student.cross_entropy(torch.zeros(2, 3), torch.tensor([1, 2]))
    return entropy(student, inputs, "5 x 4") | {"example": example}


def probe_entropy_shapes(student, inputs):
    """Other numbers of samples and classes."""
    return entropy(student, inputs, "3 x 7", "9 x 2")


def probe_entropy_one(student, inputs):
    """A single sample."""
    return entropy(student, inputs, "1 x 6")


def probe_entropy_large(student, inputs):
    """Logits up to 1000, all rows at once and each by itself."""
    logits, classes = inputs["logits large"], inputs["classes large"]
    answers = {f"for row {i}": student.cross_entropy(logits[i : i + 1], classes[i : i + 1]) for i in range(len(logits))}
    return {"for all rows": student.cross_entropy(inputs["logits large"], inputs["classes large"]), **answers}


def probe_entropy_slope(student, inputs):
    """The derivative by the logits, for plain and for large ones."""
    answers = {}
    for name in ("5 x 4", "large"):
        logits = inputs[f"logits {name}"].requires_grad_()
        student.cross_entropy(logits, inputs[f"classes {name}"]).backward()
        answers[f"slope for {name}"] = logits.grad
    return answers


def probe_entropy_untouched(student, inputs):
    """What is left of the tensors that were handed over."""
    logits, classes = inputs["logits 5 x 4"], inputs["classes 5 x 4"]
    student.cross_entropy(logits, classes)
    return {"logits afterwards": logits, "classes afterwards": classes}


def probe_entropy_by_hand(student, inputs):
    """The loss while torch's own cross-entropy gives back twice what it should."""
    kernel = torch._C._nn.cross_entropy_loss
    torch._C._nn.cross_entropy_loss = lambda *args, **kwargs: 2 * kernel(*args, **kwargs)
    try:
        return entropy(student, inputs, "5 x 4")
    finally:
        torch._C._nn.cross_entropy_loss = kernel


# ------------------------------------------------------------------------------------------------ the right loss (5.3)


def ready(given):
    """What can be called with numbers; a class is named as such before it is taken for that."""
    if isinstance(given, type):
        raise TypeError(f"{given.__name__} is a class, and an object made from it was asked for")
    return given


def chosen(student, inputs, task, scores, targets):
    """Value and slope of the loss for a task, and whether it is a module."""
    criterion = ready(student.choose_loss(task))
    scores, targets = inputs[scores].requires_grad_(), inputs[targets]
    loss = criterion(scores, targets)
    (slope,) = torch.autograd.grad(loss.sum(), scores)
    return {"loss": loss, "slope": slope, "module": isinstance(criterion, nn.Module)}


def probe_choose_classification(student, inputs):
    """One of several classes."""
    return chosen(student, inputs, "classification", "logits 3 x 7", "classes 3 x 7")


def probe_choose_regression(student, inputs):
    """Numbers."""
    return chosen(student, inputs, "regression", "logits values", "numbers values")


def probe_choose_binary(student, inputs):
    """Yes or no."""
    return chosen(student, inputs, "binary", "logits binary", "answers binary")


def probe_choose_one_sample(student, inputs):
    """The losses of a single sample."""
    given = {
        "classification": (inputs["logits 1 x 6"], inputs["classes 1 x 6"]),
        "regression": (inputs["predictions 1"], inputs["targets 1"]),
        "binary": (inputs["logits binary"][2:3], inputs["answers binary"][2:3]),
    }
    return {task: ready(student.choose_loss(task))(*pair) for task, pair in given.items()}


def probe_choose_unknown(student, inputs):
    """Tasks that there are not."""
    names = ("poetry", "class", "regression and more", "")
    return refused(student.choose_loss, {name or "no name": (name,) for name in names})


# ------------------------------------------------------------------------------------------------ one step of SGD (5.4)


def weights(inputs, without=()):
    """Parameters with gradients; those whose index is in `without` have none."""
    made = [nn.Parameter(inputs[f"weight {index}"]) for index in range(len(STEP_SHAPES))]
    for index, parameter in enumerate(made):
        parameter.grad = None if index in without else inputs[f"gradient {index}"]
    return made


def values(parameters):
    """The parameters' values now, by shape."""
    return {f"parameter {list(p.shape)}": p.detach().clone() for p in parameters}


def probe_step(student, inputs):
    """One step."""
    parameters = weights(inputs)
    student.sgd_step(parameters, 0.1)
    example = nn.Parameter(torch.tensor(1.0))
    example.grad = torch.tensor(2.0)
    student.sgd_step([example], 0.1)
    return values(parameters) | {"example": example.detach()}


def probe_step_twice(student, inputs):
    """Two steps with other gradients and another rate."""
    parameters, answers = weights(inputs), {}
    for step, prefix in enumerate(("gradient", "second gradient")):
        for index, parameter in enumerate(parameters):
            parameter.grad = inputs[f"{prefix} {index}"]
        student.sgd_step(parameters, float(inputs["rates"][step]))
        answers[f"after step {step + 1}"] = values(parameters)
    return answers


def probe_step_without(student, inputs):
    """A step where the first and the third parameter have no gradient, and the third is frozen."""
    parameters = weights(inputs, without=(0, 2))
    parameters[2].requires_grad_(False)
    student.sgd_step(parameters, float(inputs["rates"][2]))
    return values(parameters)


def probe_step_iterator(student, inputs):
    """A step of parameters that come one by one and only once, as `model.parameters()` gives them."""
    model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))
    for index, parameter in enumerate(model.parameters()):
        parameter.data, parameter.grad = inputs[f"weight {index}"], inputs[f"gradient {index}"]
    student.sgd_step(model.parameters(), float(inputs["rates"][3]))
    answers = {"a model": values(model.parameters())}
    one = nn.Parameter(torch.tensor(0.5))
    one.grad = torch.tensor(3.0)
    student.sgd_step(iter([one]), 0.25)
    return {**answers, "one number": one.detach().clone()}


def probe_step_gradients(student, inputs):
    """The gradients after a step; the second parameter has none."""
    parameters = weights(inputs, without=(1,))
    student.sgd_step(parameters, 0.1)
    clues = {"autograd": torch.is_grad_enabled(), "flags": [p.requires_grad for p in parameters]}
    cleared = [p.grad is None or not p.grad.any() for p in parameters]
    return {
        "gradients": {f"gradient {list(p.shape)}": p.grad for p in parameters},
        "clues": {**clues, "cleared": cleared},
    }


def probe_step_goes_on(student, inputs):
    """Three whole rounds of forward, backward and step, so that a graph that is kept, cut or switched off shows."""
    model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))
    for index, parameter in enumerate(model.parameters()):
        parameter.data = inputs[f"weight {index}"]
    answers = {}
    for step in range(1, 4):
        model.zero_grad()
        (model(inputs["samples"]) - inputs["wanted"]).square().mean().backward()
        student.sgd_step(model.parameters(), 0.1)
        answers[f"after step {step}"] = values(model.parameters())
    return answers


# ---------------------------------------------------------------------------------------------- the right optimizer (5.5)


class Nested(nn.Module):
    """Layers within layers, and a parameter of its own."""

    def __init__(self, inputs):
        super().__init__()
        self.scale = nn.Parameter(inputs["weight 3"])
        self.first = nn.Linear(3, 4)
        self.rest = nn.ModuleDict({"last": nn.Sequential(nn.Tanh(), nn.Linear(4, 2, bias=False))})
        self.first.weight.data, self.first.bias.data = inputs["weight 0"], inputs["weight 1"]
        self.rest["last"][1].weight.data = inputs["weight 2"]


def stepped(student, inputs, name, rate, make):
    """The weights after each of three steps with gradients that we set, the last of them small."""
    model, answers = make(), {}
    optimizer = student.choose_optimizer(name, model, rate)
    for step, (prefix, scale) in enumerate((("gradient", 1), ("second gradient", 1), ("gradient", 0.01))):
        optimizer.zero_grad()
        for parameter in model.parameters():
            index = STEP_SHAPES.index(tuple(parameter.shape))
            parameter.grad = scale * inputs[f"{prefix} {index}"]
        optimizer.step()
        answers[f"after step {step + 1}"] = values(model.parameters())
    return answers


def small(inputs):
    """One layer."""
    layer = nn.Linear(3, 4)
    layer.weight.data, layer.bias.data = inputs["weight 0"], inputs["weight 1"]
    return layer


def probe_sgd(student, inputs):
    """Three steps of SGD."""
    return stepped(student, inputs, "sgd", 0.1, lambda: small(inputs))


def probe_adam(student, inputs):
    """Three steps of Adam."""
    return stepped(student, inputs, "adam", 0.01, lambda: small(inputs))


def probe_sgd_nested(student, inputs):
    """Three steps of SGD for a model of several parts."""
    return stepped(student, inputs, "sgd", float(inputs["rates"][0]), lambda: Nested(inputs))


def probe_adam_nested(student, inputs):
    """Three steps of Adam for a model of several parts."""
    return stepped(student, inputs, "adam", 0.1 + float(inputs["rates"][1]), lambda: Nested(inputs))


def probe_optimizer_kind(student, inputs):
    """Whether what comes back is one of torch's optimizers."""
    return {
        name: isinstance(student.choose_optimizer(name, small(inputs), 0.1), torch.optim.Optimizer)
        for name in ("sgd", "adam")
    }


def probe_optimizer_unknown(student, inputs):
    """Optimizers that there are not."""
    names = ("newton", "rmsprop", "adamant", "")
    return refused(student.choose_optimizer, {name or "no name": (name, small(inputs), 0.1) for name in names})
