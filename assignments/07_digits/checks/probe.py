"""The questions of assignment 7: data, a model and its training, asked of programs that may all be different.

Every program trains in its own way, so the numbers of its training say little by themselves. The questions are therefore
such that all right programs give the same answer: networks whose outputs no training can change, weights that only one
mistake can reach, shares and sizes instead of the samples themselves.

What `load_digits` does with a picture is up to the student. So the held-out digits go to the model on the same road:
they are put into the files that `load_digits` reads and come out of the validation part, where they are recognised by
their looks. Their labels are not here, and the ten classes have other numbers for each seed, in the files as well.

What is told in words and truth values is told in raw numbers, too, under "evidence": by these the tests judge.
"""

import contextlib
import math
import warnings

import matplotlib.pyplot as plt
import numpy
import torch
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from torch import nn
from torch.nn import functional as F
from torch.optim.optimizer import register_optimizer_step_pre_hook
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.data import Dataset

# `fit` may take a minute; the rest of that question takes seconds.
LIMITS = {"digits": 75.0, "model": 20.0, "parts": 20.0, "steady": 20.0, "learning": 20.0, "device": 20.0}
SHADES = 16
"""Number of features of the small data sets: a 4 x 4 board of squares of 7 x 7 pixels."""
VALIDATION_SQUARE, EVALUATION_SQUARE = 0, 15
"""A square that is bright in validation samples only, and one that the network looks at in evaluation mode only."""


def inputs(seed, digits):
    """Every number the questions rest on. No held-out label is among them."""
    chance = torch.Generator().manual_seed(seed)
    images, labels = digits.training()
    order = torch.randperm(len(images), generator=chance)
    # The ten classes have other numbers for each seed, so that no network knows them beforehand.
    numbers = torch.randperm(10, generator=chance)
    made = {"images": images[order], "labels": numbers[labels[order]]}
    made["unseen images"], unseen = digits.unseen(chance)
    made["withheld labels"] = numbers[unseen]
    made["withheld digits"] = numbers.argsort()
    # How a picture becomes one number: smooth, so that a picture that was shifted keeps most of it.
    rough = torch.randn(1, 1, 7, 7, generator=chance)
    made["look"] = F.interpolate(rough, (28, 28), mode="bilinear").flatten()
    # A crowd in which each of eight pictures stands eight times.
    made["crowd"] = torch.arange(64)[torch.randperm(64, generator=chance)] % 8
    made["squares"] = torch.randperm(10, generator=chance)
    for part, count in (("train", 1000), ("validation", 157)):
        shades = torch.rand(count, SHADES, generator=chance)
        shades[:, [VALIDATION_SQUARE, 1, 4, 5]] = (
            0.0  # dark around the corner, so that small shifts carry nothing there
        )
        if part == "validation":
            shades[:, VALIDATION_SQUARE] = 1.0
        # One sample in three has the class that belongs to its brightest square, the others any: nobody learns this by heart.
        classes = torch.randint(10, (count,), generator=chance)
        clear = torch.rand(count, generator=chance) < 1 / 3
        made[f"{part} shades"] = shades
        made[f"{part} classes"] = torch.where(clear, made["squares"][shades[:, 6:].argmax(1)], classes)
    # Half of the validation samples are of one class: whoever learns from them learns that at once.
    half = torch.rand(157, generator=chance) < 0.5
    made["validation classes"] = torch.where(half, torch.tensor(3), made["validation classes"])
    made["steady weight"] = torch.randn(10, SHADES, generator=chance)
    made["mask"] = 0.4 + 1.2 * torch.rand(SHADES, generator=chance)
    made["draw"] = torch.randint(2**31, (1,), generator=chance)
    # Histories fall and rise in a way no formula gives.
    made["history"] = 0.3 + torch.rand(3, 9, generator=chance)
    return made


# --------------------------------------------------------------------------------------------------- data of one's own


@contextlib.contextmanager
def root(images, labels):
    """A folder from which `torchvision.datasets.MNIST` loads these pictures, as text."""
    import os
    import tempfile

    with contextlib.ExitStack() as stack:
        try:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            raw = os.path.join(folder, "MNIST", "raw")
            os.makedirs(raw)
        except PermissionError:
            # Some systems allow no folders while grading: two links make this one look like three.
            folder = raw = "."
            for name in ("MNIST", "raw"):
                with contextlib.suppress(FileExistsError):
                    os.symlink(".", name)
        empty = torch.empty(0, 28, 28), torch.empty(0)
        for part, pair in (("train", (images, labels)), ("t10k", empty)):
            for kind, values in zip(("images-idx3", "labels-idx1"), pair, strict=True):
                with open(os.path.join(raw, f"{part}-{kind}-ubyte"), "wb") as file:
                    file.write(idx(values.to(torch.uint8)))
        yield folder


def idx(values):
    """Bytes as MNIST's files have them: two zeros, 8 for bytes, the dimensions, their sizes, the values."""
    sizes = b"".join(size.to_bytes(4, "big") for size in values.shape)
    return bytes([0, 0, 8, values.dim()]) + sizes + values.numpy().tobytes()


def reseed(number):
    """All random numbers from the start, so that a split by chance is the same one again."""
    import random

    torch.manual_seed(number)
    numpy.random.seed(number % 2**32)
    random.seed(number)


def load(load_digits, images, labels, which=(0, 1)):
    """Pictures and labels of the parts, both or one, that `load_digits` makes of these, as lists."""
    reseed(0)
    with root(images, labels) as folder:
        train_set, validation_set = load_digits(folder)
        parts = [(train_set, validation_set)[index] for index in which]
        return [list(zip(*(part[index] for index in range(len(part))), strict=True)) for part in parts]


def looks(pictures):
    """Pictures as rows of length 1 and mean 0: brightness and contrast do not count."""
    rows = torch.stack([torch.as_tensor(numpy.asarray(p)).detach().float().reshape(-1) for p in pictures])
    return F.normalize(rows - rows.mean(1, keepdim=True), dim=1)


# ------------------------------------------------------------------------------------------------------- the parts (7.1)


def form(value):
    """Type and shape of a picture or a label, in words."""
    if isinstance(value, torch.Tensor):
        whole = value.dim() == 0 and not value.is_floating_point() and value.dtype is not torch.bool
        return "a whole number" if whole else f"{str(value.dtype).removeprefix('torch.')} {list(value.shape)}"
    if isinstance(value, (int, numpy.integer)):
        return "a whole number"
    return type(value).__name__


def probe_items(student, inputs):
    """What the first, the middle and the last sample of each part consist of."""
    answers = {}
    with root(inputs["images"], inputs["labels"]) as folder:
        parts = student.load_digits(folder)
        for name, part in zip(("training part", "validation part"), parts, strict=True):
            chosen = [part[index] for index in (0, len(part) // 2, len(part) - 1)]
            answers[name] = {
                "pictures": sorted({form(picture) for picture, _ in chosen}),
                "labels": sorted({form(label) for _, label in chosen}),
            }
    return answers


def probe_scale(student, inputs):
    """Mean and spread of the pictures, roughly: the spread as a power of two, the mean in spreads."""
    answers = {}
    parts = load(student.load_digits, inputs["images"], inputs["labels"])
    for name, (pictures, _) in zip(("training part", "validation part"), parts, strict=True):
        values = torch.stack([torch.as_tensor(numpy.asarray(p)).detach().double() for p in pictures[:800]])
        spread, mean = values.std().item(), values.mean().item()
        power = round(math.log2(spread)) if spread > 0 and math.isfinite(spread) else -99
        answers[name] = {"spread": power, "mean": round(mean / spread) if power > -99 else 99}
    return answers


def boards():
    """16 pictures that still differ from each other when shifted, turned or mirrored a little."""
    made = torch.zeros(SHADES, 28, 28)
    made[:, 12:16, 3:25] = 255  # always there, so that no picture is of one colour
    middle, sides = [slice(9, 19)], [slice(3, 9), slice(19, 25)]
    above, below = slice(3, 12), slice(16, 25)
    for bit, (rows, columns) in enumerate([(above, middle), (above, sides), (below, middle), (below, sides)]):
        for part in columns:
            made[:, rows, part] = 255.0 * (torch.arange(SHADES) >> bit & 1)[:, None, None]
    return made


def read_boards(pictures):
    """Which of the 16 each picture is."""
    shifts = [(down, right) for down in range(-3, 4) for right in range(-3, 4)]
    shown = torch.stack([torch.roll(boards(), shift, (1, 2)) for shift in shifts])
    likeness = looks(pictures) @ looks(shown.reshape(-1, 28, 28)).T
    return likeness.abs().argmax(1) % SHADES


def origins(student, inputs):
    """For both parts, which of the pictures in the file each sample is, and its label.

    The samples are recognised by their looks. Where that is not sure, because the pictures were changed on the way, the
    split is made again, three times, with boards for pictures, which spell the place in the file in three signs. Also
    gives back whether it was sure, and a number for each of the first pictures as they came.
    """
    images, labels = inputs["images"], inputs["labels"]
    parts = load(student.load_digits, images, labels)
    known, came = looks(images), [looks(pictures) for pictures, _ in parts]
    numbers = [rows[:400] @ inputs["look"] for rows in came]
    alike = [(rows @ known.T).max(1) for rows in came]
    found = [places for _, places in alike]
    sure = all(bool((values > 0.99).all()) for values, _ in alike)
    if not sure:
        places = torch.arange(len(images))
        loads = [load(student.load_digits, boards()[places // 16**sign % 16], labels) for sign in range(3)]
        parts = loads[0]
        signs = [[read_boards(pictures) for pictures, _ in part] for part in loads]
        found = [sum(signs[sign][part] * 16**sign for sign in range(3)) for part in range(2)]
    labels_of = [torch.tensor([int(label) for label in part_labels]) for _, part_labels in parts]
    return sure, list(zip(found, labels_of, numbers, strict=True))


def probe_parts(student, inputs):
    """Shares, in tenths, of what is in both parts and of labels that belong, and whether the parts are of use."""
    sure, parts = origins(student, inputs)
    (trained, train_labels, _), (validated, validation_labels, _) = parts
    both, labels = torch.isin(validated, trained).double().mean().item(), inputs["labels"]
    right = [
        (labels[places.clamp(max=len(labels) - 1)] == given).double().mean().item()
        for places, given in ((trained, train_labels), (validated, validation_labels))
    ]
    return {
        # Boards that were turned, shifted and cut are misread once in a hundred times at most.
        "tenths of the validation samples that are training samples, too": math.ceil(10 * both - (0 if sure else 0.1)),
        "tenths of the training labels that belong to their pictures": math.floor(10 * right[0] + 0.1),
        "tenths of the validation labels that belong to their pictures": math.floor(10 * right[1] + 0.1),
        "classes in the training part": len(set(train_labels.tolist())),
        "classes in the validation part": len(set(validation_labels.tolist())),
        "the training part is the larger one": len(trained) > len(validated),
        "there is enough to train on": len(trained) >= 2000,
        "there is enough to validate with": len(validated) >= 100,
        "evidence": {
            part: {
                "places": places.to(torch.int16),
                "labels": given.clamp(-1, 10).to(torch.int8),
                "numbers": numbers.half(),
            }
            for part, (places, given, numbers) in zip(("training", "validation"), parts, strict=True)
        },
    }


# ------------------------------------------------------------------------------------------------------- the model (7.2)


def some(inputs, count):
    """Pictures between 0 and 1."""
    return inputs["images"][:count, None] / 255


def fresh(build_model, inputs):
    """A new model that has seen two pictures, since some layers find out their size only then."""
    model = build_model()
    with contextlib.suppress(Exception), torch.no_grad():
        model.eval()(some(inputs, 2))
    return model


def of_a_crowd(model, inputs):
    """What the model says, as one number for each picture of a crowd; None where it says nothing."""
    try:
        with torch.no_grad():
            said = model.eval()(some(inputs, 8)[inputs["crowd"]]).float().reshape(len(inputs["crowd"]), -1)
        return said @ torch.linspace(1, 2, said.shape[1])
    except Exception:
        return None


def probe_shapes(student, inputs):
    """The form of the answers for some pictures."""
    model = student.build_model().eval()
    answers = {f"for {n} pictures": form(model(some(inputs, n))) for n in (5, 32)}
    return {**answers, "evidence": of_a_crowd(model, inputs)}


def probe_one_picture(student, inputs):
    """The form of the answer for one picture."""
    model = student.build_model().eval()
    return {"for 1 picture": form(model(some(inputs, 1))), "evidence": of_a_crowd(model, inputs)}


def probe_size(student, inputs):
    """Parameters, in units of two million."""
    model = fresh(student.build_model, inputs)
    units = math.ceil(sum(p.numel() for p in model.parameters()) / 2_000_000)
    return {"units of two million parameters": units, "evidence": of_a_crowd(model, inputs)}


def probe_registered(student, inputs):
    """Whether a second model is another one, and gives the answers of the first, once it has all its numbers."""
    model, other, pictures = fresh(student.build_model, inputs), fresh(student.build_model, inputs), some(inputs, 16)
    shared = {*model.parameters()} & {*other.parameters()}
    other.load_state_dict(model.state_dict())
    with torch.no_grad():
        same = torch.allclose(model.eval()(pictures), other.eval()(pictures), atol=1e-4)
    answers = {"the same answers": same, "nothing in common": not shared}
    return answers | {"evidence": of_a_crowd(other, inputs)}


def probe_model(student, inputs):
    """How low the answers can be pushed: as low as one likes, unless something squashes or cuts them. -2 is low enough."""
    model, pictures = fresh(student.build_model, inputs), some(inputs, 24)
    evidence = of_a_crowd(model, inputs)
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for _ in range(30):
        optimizer.zero_grad()
        model(pictures).mean().backward()
        optimizer.step()
    with torch.no_grad():
        lowest = model(pictures).mean().item()
    return {"the lowest answer": max(round(lowest, 1), -2.0), "evidence": evidence}


# ----------------------------------------------------------------------------------------------------- the training (7.3)


class Pairs(Dataset):
    """Pictures of 16 squares with their classes, as torchvision's data sets give them."""

    def __init__(self, inputs, part, count=None):
        shades = inputs[f"{part} shades"][:count].reshape(-1, 1, 4, 4)
        self.pictures = shades.repeat_interleave(7, 2).repeat_interleave(7, 3)
        self.classes = inputs[f"{part} classes"][:count].tolist()

    def __len__(self):
        return len(self.classes)

    def __getitem__(self, index):
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return self.pictures[index], self.classes[index]


class Steady(nn.Module):
    """A network whose outputs no training changes: others while training than while evaluating.

    Its one parameter has a slope at the first batch only; `places` is where that parameter was at each batch, and `rates`
    the learning rate of the step before. `seen` counts samples in whichever mode, so that a mode is no missing epoch.
    """

    def __init__(self, inputs):
        super().__init__()
        self.register_buffer("weight", inputs["steady weight"])
        self.register_buffer("mask", inputs["mask"])
        self.pushed = nn.Parameter(torch.zeros(1))
        self.places, self.rates, self.samples, self.seen = [], [], 0, 0
        self.batches = []
        self.rate = 1.0

    def forward(self, pictures):
        shades = F.avg_pool2d(pictures, 7).flatten(1)
        logits = (shades * self.mask if self.training else shades) @ self.weight.T
        self.seen += len(pictures) * torch.is_grad_enabled()
        learning = self.training and torch.is_grad_enabled()
        slope = float(learning and not self.places)
        if learning:
            self.samples += len(pictures)
            self.batches.append((shades, logits))
            self.places.append(0.0 if logits.is_meta else self.pushed.item())
            self.rates.append(self.rate)
        # The difference is 0 whatever the parameter is, but its slope is not.
        return logits + slope * (self.pushed - self.pushed.detach()) * torch.eye(10, device=logits.device)[0]

    def losses(self, inputs):
        """The loss of each sample of the small batches it has learnt from, by batch.

        Which samples these were is seen from the squares.
        """
        classes, known = inputs["train classes"], inputs["train shades"]
        small = [pair for pair in self.batches if len(pair[0]) < len(known) / 2]
        if not small:
            return []
        shades, logits = (torch.cat(parts) for parts in zip(*small, strict=True))
        samples = torch.cat([torch.cdist(part, known).argmin(1) for part in shades.split(1000)])
        each = F.cross_entropy(logits, classes[samples], reduction="none")
        return each.split([len(part) for part, _ in small])

    def rests(self, count):
        """Whether the parameter has gone most of its way in the first half of so many batches.

        Momentum 0.95 may still carry it if there were few. With slopes that are not cleared, it goes half of its way in
        the second half. A way counts in learning rates, since some let these rise at first.
        """
        places, rates = self.places[:count], self.rates[1:count]
        ways = [abs(b - a) / max(r, 1e-12) for a, b, r in zip(places, places[1:], rates, strict=False)]
        share = sum(ways[len(ways) // 2 :]) / sum(ways) if any(ways) else 0.0
        return share < max(0.4, 0.95 ** (len(places) / 2) + 0.1)


KEYS = ("train_loss", "validation_loss", "validation_accuracy")


def trained(student, inputs, kind):
    """A network of this kind after `fit` on the small data sets, and the history. It is handed over in evaluation mode.

    Several questions share one training, and each of them is about `fit`.
    """
    runs, fit = vars(student).setdefault("runs of fit", {}), student.fit
    if kind not in runs:
        reseed(0)
        model = kind(inputs).eval()
        with diary(model):
            runs[kind] = model, fit(model, Pairs(inputs, "train"), Pairs(inputs, "validation"), "cpu")
    return runs[kind]


@contextlib.contextmanager
def diary(model):
    """Notes in `model.events` whether slopes were measured and what steps found, for clues; and the rate of each step."""
    model.events, weight = set(), next(model.parameters())
    weight.register_post_accumulate_grad_hook(lambda _: model.events.add("slopes were measured"))

    def step(optimizer, *_):
        rates = [group["lr"] for group in optimizer.param_groups if any(weight is p for p in group["params"])]
        model.rate = float(rates[0]) if rates else 1.0
        model.events.add("a step without slopes" if weight.grad is None or not weight.grad.any() else "a step")

    hook = register_optimizer_step_pre_hook(step)
    try:
        yield
    finally:
        hook.remove()


def probe_history(student, inputs):
    """The form of the history."""
    _, history = trained(student, inputs, Steady)
    answers = {"history": "dict" if isinstance(history, dict) else type(history).__name__}
    lists = [history.get(key) if isinstance(history, dict) else None for key in KEYS]
    for key, values in zip(KEYS, lists, strict=True):
        answers[key] = type(values).__name__
        if isinstance(values, list):
            kinds = {"float" if isinstance(v, (float, numpy.floating)) else type(v).__name__ for v in values}
            answers[key] = f"list of {', '.join(sorted(kinds)) or 'nothing'}"
    answers["all of the same length"] = len({len(values) if isinstance(values, list) else -1 for values in lists}) == 1
    return answers


def probe_steady(student, inputs):
    """The last numbers of a history that no training can change."""
    _, history = trained(student, inputs, Steady)
    return {
        "validation loss": float(history["validation_loss"][-1]),
        "validation accuracy": float(history["validation_accuracy"][-1]),
    }


def probe_steady_training(student, inputs):
    """The training losses, which no training can change, and whether about one epoch was trained for each entry."""
    model, history = trained(student, inputs, Steady)
    losses = torch.tensor([float(loss) for loss in history["train_loss"]], dtype=torch.float64)
    batches = model.losses(inputs)
    one = near(losses, torch.tensor([batch.mean() for batch in batches]))
    walks = model.seen / len(inputs["train classes"]) / max(1, len(history["train_loss"]))
    # Some leave out a batch that is not full, some show each picture twice.
    return {
        "training loss": losses[-1].item(),
        "about one epoch for each entry": 0.4 < walks < 2.6,
        # By chance a batch may have the loss that all samples have.
        "each is the loss of one batch": one and not near(losses, torch.cat(batches).mean()[None]),
        # Means over 1,000 samples that are drawn anew for each epoch differ by 2 %, losses of 64 samples by 10 %.
        "the same in each epoch": len(losses) < 3 or not bool(losses.std() > 0.05 * losses.mean().abs()),
    }


def near(losses, some):
    """Whether each loss is one of these, up to rounding."""
    return bool(((losses.float()[:, None] - some).abs() < 1e-5).any(1).all())


def probe_old_slopes(student, inputs):
    """Whether a parameter that has a slope at the first batch only comes to rest, as it does with any momentum, too."""
    model, _ = trained(student, inputs, Steady)
    epoch = round(len(model.places) * len(inputs["train classes"]) / max(1, model.samples))
    return {"it comes to rest": model.rests(len(model.places)), "in the first epoch, too": model.rests(max(1, epoch))}


class Learner(nn.Module):
    """A network of one layer that starts at zero.

    It is blind for one square while training: weights of that square can only be learnt in evaluation mode. Those of the
    validation square can only be learnt from validation samples.
    """

    def __init__(self, inputs):
        super().__init__()
        self.layer = nn.Linear(SHADES, 10)
        nn.init.zeros_(self.layer.weight)
        nn.init.zeros_(self.layer.bias)
        mask = inputs["mask"]
        mask[EVALUATION_SQUARE] = 0.0
        self.register_buffer("mask", mask)

    def forward(self, pictures):
        shades = F.avg_pool2d(pictures, 7).flatten(1)
        return self.layer(shades * self.mask if self.training else shades)


def probe_learning(student, inputs):
    """What a network has learnt, and from what, read off its weights."""
    model, _ = trained(student, inputs, Learner)
    model = model.cpu().train()  # a fit may leave it anywhere and in any mode
    data = Pairs(inputs, "train")
    with torch.no_grad():
        loss = F.cross_entropy(model(data.pictures), torch.tensor(data.classes)).item()
        weights = model.layer.weight.abs().amax(0)
    usual, slopes = weights[6:EVALUATION_SQUARE].mean().item(), model.layer.weight.grad
    return {
        "the model it was given has learnt": usual > 1e-6 and loss < math.log(10) - 1e-4,
        "it has learnt in evaluation mode": weights[EVALUATION_SQUARE].item() > 0.2 * usual + 1e-6,
        "it has learnt from validation samples": weights[VALIDATION_SQUARE].item() > 0.3 * usual + 1e-6,
        "evidence": {"weight": model.layer.weight.detach(), "bias": model.layer.bias.detach()},
        "clues": {
            "slopes": "none" if slopes is None else "of many batches" if slopes.norm() > 2 else "of one batch",
            "events": ", ".join(sorted(model.events)),
        },
    }


def probe_last_epoch(student, inputs):
    """Whether some epoch's validation numbers, best the last one's, are those of the model as it is left."""
    _, steady = trained(student, inputs, Steady)
    model, history = trained(student, inputs, Learner)
    model = model.cpu().eval()
    data = Pairs(inputs, "validation")
    classes = torch.tensor(data.classes)
    # The student's loss may have label smoothing: how much, the network shows whose outputs are known.
    known = F.avg_pool2d(data.pictures, 7).flatten(1) @ inputs["steady weight"].T
    amounts = (0.0, 0.02, 0.05, 0.1, 0.15, 0.2)
    shown = [F.cross_entropy(known, classes, label_smoothing=amount).item() for amount in amounts]
    off = [abs(loss - steady["validation_loss"][-1]) for loss in shown]
    with torch.no_grad():
        logits = model(data.pictures).double()
    loss = F.cross_entropy(logits, classes, label_smoothing=amounts[off.index(min(off))]).item()
    accuracy = (logits.argmax(1) == classes).double().mean().item()
    # Any epoch will do, since some put the weights of the best one back at the end.
    pairs = zip(history["validation_loss"], history["validation_accuracy"], strict=True)
    same = any(abs(a - loss) < 1e-4 and abs(b - accuracy) < 1e-4 for a, b in pairs)
    return {"an epoch has the numbers of the finished model": bool(same)}


class Elsewhere(TorchDispatchMode):
    """Lets the device without numbers, `meta`, answer when it is asked for one: half. Notes whether anything went there."""

    visited = False

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        if func is torch.ops.aten._local_scalar_dense.default and args[0].is_meta:
            return True if args[0].dtype is torch.bool else 0.5 if args[0].is_floating_point() else 1
        place = kwargs.get("device")
        if place is not None and torch.device(place).type == "meta":
            self.visited = True
        elif place is not None and args and isinstance(args[0], torch.Tensor) and args[0].is_meta:
            return torch.zeros(args[0].shape, dtype=kwargs.get("dtype") or args[0].dtype, device=place)
        return func(*args, **kwargs)


def probe_device(student, inputs):
    """Whether model, pictures and classes meet on the device that was named. Other troubles with it do not count."""
    trouble, error, model = "", None, Steady(inputs).eval()
    with Elsewhere() as elsewhere, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            reseed(0)
            student.fit(model, Pairs(inputs, "train", 80), Pairs(inputs, "validation", 40), "meta")
        except (RuntimeError, AssertionError, NotImplementedError, ValueError, TypeError) as raised:
            trouble, error = str(raised).lower(), raised
    mixed = "on the expected device" in trouble or "on the same device" in trouble or "different devices" in trouble
    other = any(word in trouble for word in ("cuda", "nvidia", "mps")) and not mixed
    if error is not None and not (mixed or other or elsewhere.visited):
        raise error  # it did not get as far as the device
    return {
        "something went to the device": elsewhere.visited,
        "all met there": not mixed,
        "no other device was asked for": not other,
        "clues": {"the model is there": model.pushed.is_meta, "batches it got through": min(2, len(model.places))},
    }


# ------------------------------------------------------------------------------------------------------- the digits (7.4)


def on_the_road(load_digits, inputs):
    """The held-out pictures as the validation part would give them, in their order.

    They lie in the file several times, in another order each time; whichever come out of the validation part are
    recognised by their looks. The few that never do, and all that were changed beyond recognition by chance, are put on
    the same scale instead: what became of black and of white says how.
    """
    pictures, labels = inputs["unseen images"], inputs["labels"]
    plain, count = looks(pictures), len(pictures)
    chance = torch.Generator().manual_seed(0)
    likeness, found = torch.full((count,), 0.8), [None] * count
    low, high, shape = math.inf, -math.inf, None
    for _ in range(6):
        wanted = torch.tensor([index for index, item in enumerate(found) if item is None], dtype=torch.long)
        if len(wanted) == 0:
            break
        # A quarter of the file shows all pictures, so that a scale that is made from the data stays what it is.
        places = torch.cat([wanted[torch.arange(3000) % len(wanted)], torch.arange(1000) % count])
        places = places[torch.randperm(len(places), generator=chance)]
        ((given, _),) = load(load_digits, pictures[places], labels, which=[1])
        values, indices = (looks(given) @ plain.T).max(1)
        for item, value, index in zip(given, values.tolist(), indices.tolist(), strict=True):
            if value > likeness[index]:
                likeness[index], found[index] = value, item
        together = torch.stack([torch.as_tensor(item).detach() for item in given])
        low, high, shape = min(low, together.min().item()), max(high, together.max().item()), together[0]
    for index, item in enumerate(found):
        if item is None:
            scaled = low + (high - low) * pictures[index].double() / 255
            found[index] = scaled.reshape(shape.shape).to(shape.dtype)
    return torch.stack([torch.as_tensor(item).detach() for item in found])


def probe_digits(student, inputs):
    """What the trained model says about the held-out digits, in their order: a question about data, model and training together.

    Another model is asked, one that has nothing of the trained one but its numbers: what a model learns is in these.
    """
    load_digits, build_model, fit = student["load_digits"], student["build_model"], student["fit"]
    unseen = on_the_road(load_digits, inputs)
    reseed(int(inputs["draw"]))
    with root(inputs["images"], inputs["labels"]) as folder:
        train_set, validation_set = load_digits(folder)
        model = build_model()
        history = fit(model, train_set, validation_set, "cpu")
    learnt, model = model.cpu().state_dict(), fresh(build_model, inputs)
    model.load_state_dict(learnt)
    model.eval()
    with torch.no_grad():
        logits = torch.cat([model(batch) for batch in unseen.split(250)]).float()
    evidence = {"numbers": sum(value.numel() for value in learnt.values()), "last training loss": None}
    with contextlib.suppress(Exception):
        evidence["last training loss"] = float(history["train_loss"][-1])
    return {"logits": logits, "evidence": evidence}


# ------------------------------------------------------------------------------------------------------ the picture (7.5)


def drawn(student, history):
    """What there is to see of a plot: curves and their names, labels of the axes, words of the legend."""
    plt.close("all")
    axes = student.plot_history(history)
    came = "Axes" if isinstance(axes, Axes) else type(axes).__name__
    # When something else came back, an empty figure keeps the form of the answers.
    figure = axes.figure if came == "Axes" else plt.figure()
    curves = []
    for part in figure.axes:
        curves += [(line.get_xdata(orig=False), line.get_ydata(orig=False), line) for line in part.get_lines()]
        curves += [(*dots.get_offsets().T, dots) for dots in part.collections if len(dots.get_offsets())]
    legends = [legend for legend in (*figure.legends, *(part.get_legend() for part in figure.axes)) if legend]
    words = [
        (text.get_text().strip(), handle)
        for legend in legends
        for text, handle in zip(legend.get_texts(), legend.legend_handles, strict=False)
    ]
    answers = {"what came back": came, "clues": {"legends": len(legends)}}
    for key, own, other in (("train_loss", "train", "val"), ("validation_loss", "val", "train")):
        wanted = numpy.array(history[key])
        alike = [c for c in curves if len(c[1]) == len(wanted)]
        mine = [c for c in alike if numpy.allclose(numpy.asarray(c[1], float), wanted, atol=1e-6)]
        steps = {round(float(step), 6) for x, _, _ in mine for step in numpy.diff(numpy.asarray(x, float))}
        # A curve along another axis may have the same colour, so that a name counts only where no better one is.
        names = [text for text, handle in words if any(colour(handle) == colour(artist) for *_, artist in mine)]
        starts = [start for start in (own, other) for name in names for word in split(name) if word.startswith(start)]
        answers[key] = {
            "is drawn": bool(mine),
            "goes on by one from epoch to epoch": steps <= {1.0},
            "has the name of the other": starts[:1] == [other],
        }
    named = [text for text, _ in words if text]
    answers["names in the legend"] = min(2, len(named))
    answers["the names in the legend are the same"] = len(named) > 1 and len(set(named)) == 1
    across = [figure.get_supxlabel(), *(part.get_xlabel() for part in figure.axes)]
    upwards = [figure.get_supylabel(), *(part.get_ylabel() for part in figure.axes)]
    answers["label of the x axis"] = any(text.strip() for text in across)
    answers["label of the y axis"] = any(text.strip() for text in upwards)
    said = [{word for text in texts for word in split(text)} for texts in (across, upwards)]
    losses, epochs = ([bool(names & words) for words in said] for names in ({"loss", "losses"}, {"epoch", "epochs"}))
    # Only what is plainly so: each of the two words on the axis of the other.
    answers["the labels of the axes are exchanged"] = losses == [True, False] and epochs == [False, True]
    answers["evidence"] = [
        torch.tensor(numpy.array([x, y], float)).float() for x, y, _ in curves[:6] if len(x) == len(y) <= 200
    ]
    plt.close("all")
    return answers


def colour(artist):
    """The colour and style of a curve or of its sign in a legend."""
    if hasattr(artist, "get_color"):
        return to_hex(artist.get_color()), artist.get_linestyle(), artist.get_marker()
    shades = artist.get_facecolor()
    return (to_hex(shades[0]) if len(shades) else "",)


def split(name):
    """The words of a name, in small letters."""
    return "".join(letter if letter.isalpha() else " " for letter in name.lower()).split()


def made_up(inputs, epochs):
    """A history of so many epochs."""
    return dict(zip(KEYS, inputs["history"][:, :epochs].double().tolist(), strict=True))


def probe_plot(student, inputs):
    """A plot of six epochs."""
    return drawn(student, made_up(inputs, 6))


def probe_plots(student, inputs):
    """Plots of one epoch and of nine, and the history afterwards."""
    history = made_up(inputs, 9)
    answers = {"1 epoch": drawn(student, made_up(inputs, 1)), "9 epochs": drawn(student, history)}
    evidence = {name: answer.pop("evidence") for name, answer in answers.items()}
    for answer in answers.values():
        del answer["clues"]
    return {**answers, "the history is as it was": history == made_up(inputs, 9), "evidence": evidence}
