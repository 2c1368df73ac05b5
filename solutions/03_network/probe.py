"""Questions about a network and what surrounds it. Nothing in here knows an answer."""

import copy

import torch
from torch import nn

from autograder import filled

SHAPES = {"weight [128, 784]": (128, 784), "bias [128]": (128,), "weight [10, 128]": (10, 128), "bias [10]": (10,)}


def inputs(seed):
    generator = torch.Generator().manual_seed(seed)

    def normal(*shape):
        return torch.randn(shape, generator=generator)

    def integer(low, high):
        return torch.randint(low, high, (), generator=generator)

    def scores(n, classes):
        """Scores of both signs whose ranks are clear: neighbours are at least 0.4 apart."""
        ranks = torch.stack([torch.randperm(classes, generator=generator) for _ in range(n)]).float()
        return ranks - classes / 2 + 0.6 * torch.rand(n, classes, generator=generator)

    many = scores(6, 12)
    many[0] = many[0].sort().values  # the last of twelve classes is among the right answers
    turns = [torch.nn.functional.normalize(normal(16, n), dim=1) for n in (128, 784, 10, 128)]
    return {
        "seed": integer(1, 1 << 30),
        "weight [128, 784]": 0.05 * normal(128, 784),
        "bias [128]": 0.5 * normal(128),
        "weight [10, 128]": 0.3 * normal(10, 128),
        "bias [10]": normal(10),
        "images": normal(6, 784),
        "coefficients": normal(6, 10),
        "weight [128, 784] left": turns[0],
        "weight [128, 784] right": turns[1],
        "weight [10, 128] left": turns[2],
        "weight [10, 128] right": turns[3],
        "crowd": torch.cat([torch.randperm(6, generator=generator) for _ in range(22)]),
        "amount": 0.5 + torch.rand((), generator=generator),
        "a": integer(3, 9),
        "b": integer(3, 9),
        "c": integer(10, 15),
        "scores": scores(7, 5),
        "square scores": scores(5, 5),
        "two scores": scores(6, 2),
        "twelve scores": many,
        "order": torch.randperm(5, generator=generator),
        "shift": 3 * normal(5),
        "pixels": normal(4, 5, 8, 8),
        "pixel scores": scores(4, 5),
        "old gradient": normal(5, 5),
        "running mean": normal(5),
        "table": normal(3, 4),
    }


# ------------------------------------------------------------------------------------------------- the student's network


def build(student, inputs):
    """The student's network with the given weights, whatever the layers are called or made of."""
    weights = [inputs[name] for name in SHAPES]
    network = filled(new(student), weights, inputs["images"])
    for part in in_lists(network):
        filled(part, weights)
    torch.manual_seed(int(inputs["seed"]))  # what draws by chance draws the same, whatever was drawn before
    return network


def new(student):
    """A network of the student's. That `Network` makes one when it is called is asked by its size alone."""
    made = student.Network
    return copy.deepcopy(made) if isinstance(made, nn.Module) else made()


def parameters(network):
    """What a network can learn with. That it knows of all its layers, also of those in a list, is asked by its size alone."""
    return dict.fromkeys(one for part in [network, *in_lists(network)] for one in part.parameters())


def in_lists(network):
    """The layers that a network keeps in plain lists, of which torch does not know."""
    kept = [part for value in vars(network).values() if isinstance(value, (list, tuple)) for part in value]
    return [part for part in kept if isinstance(part, nn.Module)]


def gradients(network, inputs):
    """The gradient of each of the four parameters, the large ones seen from sixteen sides; None where there is none."""
    found = dict.fromkeys(SHAPES)
    for parameter in parameters(network):
        for name, shape in SHAPES.items():
            if parameter.grad is not None and parameter.numel() == inputs[name].numel():
                gradient = parameter.grad
                gradient = gradient.T if gradient.shape == shape[::-1] else gradient.reshape(shape)
                if len(shape) == 2:
                    left, right = inputs[f"{name} left"], inputs[f"{name} right"]
                    gradient = ((left @ gradient) * right).sum(dim=1)
                found[name] = gradient.clone()
    return found


def walk_back(logits, coefficients):
    """Backward from a weighted sum of the logits, however many they are, if they have a history at all."""
    enough = -(-logits.numel() // coefficients.numel())
    total = (logits.flatten() * coefficients.flatten().repeat(enough)[: logits.numel()]).sum()
    if total.requires_grad:
        total.backward()


# 3.1


def probe_size(student, inputs):
    network = filled(student.Network(), inputs["seed"], inputs["images"])  # lazy layers have their sizes then
    sizes = {str(list(parameter.shape)): parameter.numel() for parameter in network.parameters()}
    with torch.no_grad():
        total = sum(parameter.fill_(inputs["amount"]).double().sum() for parameter in network.parameters())
    count = sum(parameter.numel() for parameter in network.parameters())
    holds = [
        *network.children(),
        *network.parameters(),
        *network.buffers(),
        *(vars(network).keys() - vars(nn.Module())),
    ]
    return {"parameters": count, "holds anything": bool(holds), "evidence": total, "clues": sizes}


def probe_form_flat(student, inputs):
    return {"logits": build(student, inputs).eval()(inputs["images"])}


def probe_form_square(student, inputs):
    return {"logits": build(student, inputs).eval()(inputs["images"][inputs["crowd"][:6]].reshape(6, 28, 28))}


def probe_form_channel(student, inputs):
    return {"logits": build(student, inputs).eval()(inputs["images"][inputs["crowd"][6:12]].reshape(6, 1, 28, 28))}


def probe_form_single(student, inputs):
    network, image = build(student, inputs).eval(), inputs["images"][:1]
    return {
        "one row of pixels": network(image),
        "one picture": network(image.reshape(1, 28, 28)),
        "one picture with a channel": network(image.reshape(1, 1, 28, 28)),
    }


def probe_form_many(student, inputs):
    network, images = build(student, inputs).eval(), inputs["images"][inputs["crowd"]]
    return {
        "10 pictures": glimpse(network(images[:10].reshape(10, 1, 28, 28))),
        "28 pictures": glimpse(network(images[:28].reshape(28, 28, 28))),
        "65 pictures": glimpse(network(images[:65].reshape(65, 1, 28, 28))),
        "128 rows of pixels": glimpse(network(images[:128])),
    }


def glimpse(logits):
    """The shape, and the rows of the first pictures."""
    if not isinstance(logits, torch.Tensor) or logits.ndim != 2:
        return {"shape": None, "rows": logits}
    return {"shape": list(logits.shape), "rows": logits[:9]}


# 3.2


def probe_logits(student, inputs):
    return {"logits": build(student, inputs)(inputs["images"])}


def probe_logits_one(student, inputs):
    return {"logits": build(student, inputs).eval()(inputs["images"][2:3])}


def probe_logits_range(student, inputs):
    network, images = build(student, inputs), inputs["images"][:3]
    return {
        "strong contrast": network(8 * images),
        "a black picture": network(0 * images[:1]),
        "pictures without a negative pixel": network(images.abs()),
    }


def probe_logits_modes(student, inputs):
    network, images = build(student, inputs), inputs["images"].reshape(6, 1, 28, 28)
    return {
        "in training mode": network.train()(images),
        "in evaluation mode": network.eval()(images),
        "asked again, in another order": network(images.flip(0)),
        "every second picture": network(images[::2]),
    }


def probe_logits_kept(student, inputs):
    network, images = build(student, inputs), inputs["images"].reshape(6, 28, 28)
    network(images)
    return {"images afterwards": images.flatten(1)[:, ::49], "their shape": list(images.shape)}


# 3.3


def probe_gradients(student, inputs):
    network, images = build(student, inputs).eval(), inputs["images"]
    images.requires_grad_(True)
    walk_back(network(images), inputs["coefficients"])
    found, clues = gradients(network, inputs), {"stays in torch": "", "images": images.grad is None}
    network.zero_grad()
    walk_back(network(images), inputs["amount"] * inputs["coefficients"])
    again = gradients(network, inputs)
    clues["stays in torch"] = stays_in_torch(network, inputs)
    return found | {"evidence": again, "clues": clues}


def stays_in_torch(network, inputs):
    """Whether torch can follow the network with tensors that NumPy cannot read."""
    try:
        torch.func.vmap(network)(inputs["images"].unsqueeze(1))
    except Exception as error:
        return type(error).__name__
    return "yes"


def probe_gradients_forms(student, inputs):
    network = build(student, inputs).eval()
    walk_back(network(inputs["images"].reshape(6, 1, 28, 28)), inputs["coefficients"])
    walk_back(network(inputs["images"][3:4].reshape(1, 28, 28)), inputs["coefficients"][:1])
    return gradients(network, inputs)


def probe_fresh(student, inputs):
    """What each hidden unit of a fresh network has to learn after one small step, and what the network says then."""
    network = new(student)
    walk_back(network(inputs["images"]), inputs["coefficients"])
    with torch.no_grad():
        for parameter in parameters(network):
            if parameter.grad is not None:
                parameter -= 0.01 * parameter.grad
                parameter.grad = None
    logits = network(inputs["images"])
    walk_back(logits, inputs["coefficients"])
    for parameter in parameters(network):
        if parameter.numel() == 128 * 784 and parameter.grad is not None:
            gradient = parameter.grad
            gradient = gradient.T if gradient.shape == (784, 128) else gradient.reshape(128, 784)
            return {"by hidden unit": gradient @ inputs["weight [128, 784] right"][0], "logits": logits}
    return {"by hidden unit": None, "logits": logits}


# 3.4


def sizes(inputs):
    return tuple(int(inputs[name]) for name in "abc")


def probe_count(student, inputs):
    a, b, c = sizes(inputs)
    return {
        "example": student.count_parameters(nn.Linear(3, 2)),
        "one layer": student.count_parameters(nn.Linear(a, b)),
        "three layers": student.count_parameters(
            nn.Sequential(nn.Linear(a, b), nn.ReLU(), nn.Linear(b, c), nn.Linear(c, 1))
        ),
    }


def probe_count_frozen(student, inputs):
    a, b, c = sizes(inputs)
    model = nn.Sequential(nn.Linear(a, b), nn.Linear(b, c))
    model[0].weight.requires_grad_(False)
    model[1].bias.requires_grad_(False)
    return {"some parameters frozen": student.count_parameters(model)}


def probe_count_kept(student, inputs):
    a, b, _ = sizes(inputs)
    model = nn.Linear(a, b)
    with torch.no_grad():
        model.bias.copy_(inputs["weight [128, 784]"][0, :b])
    model.weight.requires_grad_(False)
    student.count_parameters(model)
    model(torch.ones(1, a)).sum().backward()
    return {"bias": model.bias, "gradient of the bias": model.bias.grad, "gradient of the weight": model.weight.grad}


def probe_count_shared(student, inputs):
    a, b, _ = sizes(inputs)
    model = nn.Sequential(nn.Linear(a, b), nn.Linear(b, a), nn.Linear(a, b))
    model[2].weight = model[0].weight
    twice = nn.Linear(a, a)
    return {
        "a weight that two layers share": student.count_parameters(model),
        "a layer that is used twice": student.count_parameters(nn.Sequential(twice, nn.ReLU(), twice)),
    }


def probe_count_buffers(student, inputs):
    a, b, _ = sizes(inputs)
    model = nn.Sequential(nn.Linear(a, b), nn.BatchNorm1d(b))
    return {"with batch normalisation": student.count_parameters(model)}


def probe_count_nested(student, inputs):
    a, b, c = sizes(inputs)

    class Part(nn.Module):
        def __init__(self, layer):
            super().__init__()
            self.layers = nn.ModuleDict({"inner": nn.Sequential(layer)})

    class Whole(nn.Module):
        def __init__(self):
            super().__init__()
            self.parts = nn.ModuleList([Part(nn.Conv2d(a, b, 3)), Part(nn.Embedding(b, c)), Part(nn.GRU(a, b))])

    return {"parts within parts": student.count_parameters(Whole())}


def probe_count_bare(student, inputs):
    a, b, c = sizes(inputs)

    class Bare(nn.Module):
        def __init__(self):
            super().__init__()
            self.scale = nn.Parameter(torch.tensor(2.0))
            self.table = nn.Parameter(torch.zeros(a, b, c))
            self.more = nn.ParameterList([torch.zeros(b), torch.zeros(1, c)])
            self.plain = torch.zeros(a)
            self.precise = nn.Parameter(torch.zeros(a, dtype=torch.float64))

    return {"parameters without a layer": student.count_parameters(Bare())}


def probe_count_nothing(student, inputs):
    frozen = nn.Linear(3, 4).requires_grad_(False)
    return {"no parameters": student.count_parameters(nn.ReLU()), "all frozen": student.count_parameters(frozen)}


# 3.5: models whose logits are given numbers, changed by what a model can notice about how it is asked


class Sorted(nn.Module):
    """Logits are the inputs, shifted and in another order."""

    def __init__(self, order, shift):
        super().__init__()
        self.register_buffer("shift", shift)
        self.weight = nn.Parameter(torch.eye(len(order))[order].T.contiguous())
        self.frozen = nn.Parameter(torch.ones(len(order)), requires_grad=False)

    def forward(self, x):
        return ((x + self.shift) @ self.weight) * self.frozen


class Moody(Sorted):
    """Moves the logits by one class in training mode."""

    def forward(self, x):
        return super().forward(x).roll(1 if self.training else 0, 1)


class Watchful(Sorted):
    """Moves the logits by two classes when autograd notes them down."""

    def forward(self, x):
        logits = super().forward(x)
        return logits.roll(2 if logits.requires_grad else 0, 1)


class Pixel(nn.Module):
    """Looks at one pixel of each channel."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(()))

    def forward(self, x):
        return x[:, :, 3, 5] * self.weight


def made(kind, inputs):
    return kind(inputs["order"], inputs["shift"])


def images_of(inputs, name="scores"):
    """Images whose logits are these scores, in another order."""
    return inputs[name] - inputs["shift"]


def probe_predict(student, inputs):
    example, as_they_are = torch.tensor([[0.1, 2.0, -1.0], [-4.0, -3.0, -0.5]]), Sorted(torch.arange(3), torch.zeros(3))
    return {
        "classes": student.predict(made(Sorted, inputs).eval(), images_of(inputs)),
        "example": student.predict(as_they_are.eval(), example),
    }


def probe_predict_sizes(student, inputs):
    model = made(Sorted, inputs).eval()
    return {
        "as many images as classes": student.predict(model, images_of(inputs, "square scores")),
        "only negative logits": student.predict(model, images_of(inputs) - 20),
        "only large logits": student.predict(model, images_of(inputs) + 50),
        "two classes": student.predict(Sorted(torch.arange(2), torch.zeros(2)).eval(), inputs["two scores"]),
        "twelve classes": student.predict(Sorted(torch.arange(12), torch.zeros(12)).eval(), inputs["twelve scores"]),
    }


def probe_predict_one(student, inputs):
    return {"one image": student.predict(made(Sorted, inputs).eval(), images_of(inputs)[3:4])}


def probe_predict_images(student, inputs):
    images = inputs["pixels"]
    images[:, :, 3, 5] = inputs["pixel scores"]
    return {"images with five channels": student.predict(Pixel().eval(), images)}


def probe_predict_mode(student, inputs):
    return {
        "classes by a model that was training": student.predict(made(Moody, inputs).train(), images_of(inputs)),
        "classes by a model that was not": student.predict(made(Moody, inputs).eval(), images_of(inputs)),
    }


def probe_predict_normalised(student, inputs):
    norm = nn.BatchNorm1d(5, affine=False)
    norm.running_mean.copy_(inputs["running mean"])
    model = nn.Sequential(made(Sorted, inputs), norm).train()
    images = images_of(inputs) + 4 * inputs["running mean"]
    found = student.predict(model, images)
    return {"classes of a model with batch normalisation": found, "its running mean afterwards": norm.running_mean}


def probe_predict_graph(student, inputs):
    return {"classes": student.predict(made(Watchful, inputs).eval(), images_of(inputs))}


def probe_predict_was_training(student, inputs):
    model = nn.Sequential(made(Moody, inputs), nn.Identity()).train()
    student.predict(model, images_of(inputs))
    return {
        "logits afterwards": model(images_of(inputs, "square scores")),
        "clues": {"mode of the outermost module": model.training},
    }


def probe_predict_was_evaluating(student, inputs):
    model = nn.Sequential(made(Moody, inputs), nn.Identity()).eval()
    student.predict(model, images_of(inputs))
    return {"logits afterwards": model(images_of(inputs, "square scores"))}


def probe_predict_gradients(student, inputs):
    model = made(Sorted, inputs)
    model.weight.grad = inputs["old gradient"]
    student.predict(model, images_of(inputs))
    return {"gradient afterwards": None if model.weight.grad is None else model.weight.grad.clone()}


def probe_predict_kept(student, inputs):
    model, images = made(Sorted, inputs), images_of(inputs)
    student.predict(model, images)
    before = None if model.weight.grad is None else model.weight.grad.clone()
    walk_back(model(images_of(inputs, "square scores")), inputs["coefficients"][:5, :5])
    return {
        "images": images.detach(),
        "weight": model.weight.detach(),
        "gradient before the next training step": before,
        "gradient of the next training step": model.weight.grad,
        "gradient of a frozen parameter": model.frozen.grad,
    }


def probe_predict_world(student, inputs):
    torch.manual_seed(int(inputs["seed"]))
    student.predict(made(Sorted, inputs), images_of(inputs))
    answers = {"the next random numbers": torch.rand(4), "a gradient computed afterwards": flows(inputs["table"])}
    with torch.no_grad():
        student.predict(made(Sorted, inputs), images_of(inputs))
        answers["no gradient where none was wanted"] = flows(inputs["table"])
    return answers


def flows(tensor):
    """The gradient of a small computation, or None if nobody notes down computations."""
    leaf = tensor.clone().requires_grad_()
    total = (leaf**2).sum()
    return torch.autograd.grad(total, leaf)[0] if total.requires_grad else None
