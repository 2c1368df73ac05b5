"""The questions of assignment 6: a training loop is asked by what it does to small networks.

Whatever happens inside the loop is turned into numbers: a layer that works differently while training, another that works
differently while autograd records, a loader that gives other batches on every walk, a device that multiplies a little wrong.
"""

import contextlib
import math

import torch
from torch import nn
from torch.nn import functional as F
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_map_only
from torch.utils.data import DataLoader, Sampler, TensorDataset

from autograder import filled

# How many samples of each batch (4, 4 and 2) are classified right. In every row the mean of the three accuracies, the
# first one and the last one all differ from the accuracy over all ten samples.
HITS = [(3, 1, 2), (3, 2, 0), (4, 2, 0), (1, 3, 2), (2, 4, 0), (1, 2, 2)]
# The same for batches of 3, 3 and 1 samples. There are 3 classes, so two of the batches are square.
SQUARE_HITS = [(2, 0, 1), (1, 2, 0), (2, 1, 0), (1, 0, 1), (0, 2, 1), (1, 1, 1)]


def inputs(seed, digits):
    """Every number the questions rest on."""
    chance = torch.Generator().manual_seed(seed)

    def normal(*shape, scale=1.0):
        return scale * torch.randn(*shape, generator=chance)

    def uniform(*shape, scale=1.0):
        return scale * (2 * torch.rand(*shape, generator=chance) - 1)

    made = {
        "hidden.weight": normal(5, 6, scale=0.5),
        "hidden.bias": normal(5, scale=0.5),
        "output.weight": normal(3, 5, scale=0.7),
        "output.bias": normal(3, scale=0.5),
        "samples": normal(10, 6),
        "classes": torch.randint(3, (10,), generator=chance),
        "values": normal(10, 3),
        "norm.weight": 1 + normal(5, scale=0.2),
        "norm.bias": normal(5, scale=0.2),
        "norm.mean": normal(5, scale=0.5),
        "norm.variance": 0.5 + torch.rand(5, generator=chance),
        "mask": 0.4 + 1.2 * torch.rand(5, generator=chance),
        "gradients": normal(63),
        "orders": torch.stack([torch.randperm(10, generator=chance) for _ in range(12)]),
        "draw": torch.randint(2**31, (1,), generator=chance),
    }
    choice = int(torch.randint(len(HITS), (1,), generator=chance))
    made["judged classes"] = _classes(made, made["samples"], (4, 4, 2), HITS[choice], chance)
    made["square samples"] = normal(7, 6)
    made["square classes"] = _classes(made, made["square samples"], (3, 3, 1), SQUARE_HITS[choice], chance)

    images, labels = digits.training()
    order = torch.randperm(len(images), generator=chance)
    # The ten classes have other numbers for each seed, so that no network knows them beforehand.
    numbers = torch.randperm(10, generator=chance)
    made["images"], made["labels"] = images[order[:2000]], numbers[labels[order[:2000]]]
    made["withheld images"], unseen = digits.unseen(chance)
    made["withheld labels"] = numbers[unseen]
    made["withheld digits"] = numbers.argsort()
    made["first.weight"], made["first.bias"] = uniform(32, 784, scale=784**-0.5), uniform(32, scale=784**-0.5)
    made["second.weight"], made["second.bias"] = uniform(10, 32, scale=32**-0.5), uniform(10, scale=32**-0.5)
    return made


def _classes(made, samples, sizes, hits, chance):
    """Targets of which the network, as it is made, gets `hits` right in batches of these sizes."""
    hidden = F.relu(F.linear(samples, made["hidden.weight"], made["hidden.bias"]))
    decided = F.linear(hidden, made["output.weight"], made["output.bias"]).argmax(1)
    right = [torch.randperm(size, generator=chance) < hit for size, hit in zip(sizes, hits, strict=True)]
    other = (decided + torch.randint(1, 3, decided.shape, generator=chance)) % 3
    return torch.where(torch.cat(right), decided, other)


# ------------------------------------------------------------------------------------------------- networks and loaders


class Mask(nn.Module):
    """Multiplies by a mask while training, and lets all pass otherwise: dropout without chance."""

    first = None
    """What it gave at its first call."""

    def __init__(self, mask):
        super().__init__()
        self.register_buffer("mask", mask, persistent=False)

    def forward(self, x):
        given = x * self.mask if self.training else x
        if self.first is None:
            self.first = given.detach().clone()
        return given


class Recorded(Mask):
    """Multiplies by a mask while autograd records what happens to its input, and lets all pass otherwise."""

    def forward(self, x):
        return x * self.mask if x.requires_grad else x


class Backwards(nn.Module):
    """The usual network, its layers defined last first and an activation that overwrites its input."""

    def __init__(self, inputs):
        super().__init__()
        self.output = linear(inputs, "output")
        self.activation = nn.ReLU(inplace=True)
        self.hidden = linear(inputs, "hidden")

    def forward(self, x):
        return self.output(self.activation(self.hidden(x)))


def linear(inputs, name):
    """A linear layer with the weights of that name."""
    weight, bias = inputs[f"{name}.weight"], inputs[f"{name}.bias"]
    return filled(nn.Linear(weight.shape[1], weight.shape[0]), [weight, bias])


def norm(inputs):
    """A batch normalisation that has seen data before."""
    layer = nn.BatchNorm1d(5)
    layer.weight.data, layer.bias.data = inputs["norm.weight"], inputs["norm.bias"]
    layer.running_mean, layer.running_var = inputs["norm.mean"], inputs["norm.variance"]
    return layer


def network(inputs, **between):
    """6 features, 5 hidden units, 3 classes; `between` are layers by name, before the activation."""
    layers = {"hidden": linear(inputs, "hidden"), **between, "relu": nn.ReLU(), "output": linear(inputs, "output")}
    model = nn.Sequential()
    for name, layer in layers.items():
        model.add_module(name, layer)
    return model


class Walks(Sampler):
    """Another order of the samples on every walk."""

    def __init__(self, orders):
        self.orders, self.walk = orders.tolist(), -1

    def __iter__(self):
        self.walk += 1
        return iter(self.orders[self.walk % len(self.orders)])

    def __len__(self):
        return len(self.orders[0])


def loader(samples, targets, size, sampler=None):
    """A loader of batches of this size; its own generator keeps its hands off everybody's random numbers."""
    return DataLoader(TensorDataset(samples, targets), batch_size=size, sampler=sampler, generator=torch.Generator())


def weights(model):
    """Weights by name and shape."""
    return {f"{name} {list(value.shape)}": value.detach().clone() for name, value in model.named_parameters()}


def state(model):
    """Weights and statistics by name and shape."""
    return {f"{name} {list(value.shape)}": value.detach().clone() for name, value in model.state_dict().items()}


def gradients(model):
    """Gradients by name and shape; None where there are none."""
    return {
        f"{name} {list(p.shape)}": None if p.grad is None else p.grad.clone() for name, p in model.named_parameters()
    }


# ------------------------------------------------------------------------------------------------------- one batch (6.1)


class SGD(torch.optim.SGD):
    """The usual one, which notes which of its methods are named, since a name without parentheses does nothing. For clues alone."""

    named = frozenset()
    events = None

    def __getattribute__(self, name):
        if name in ("step", "zero_grad"):
            self.named |= {name}
        return super().__getattribute__(name)

    def zero_grad(self, set_to_none=True):
        """Clears the slopes as ever."""
        if self.events is not None:
            self.events.append("clear")
        super().zero_grad(set_to_none)


class Diary(TorchFunctionMode):
    """Notes what happens in a loop and in which order. For clues alone: it looks on and changes nothing."""

    def __init__(self, model, optimizer):
        super().__init__()
        self.optimizer, self.events, self.calls = optimizer, [], []
        weight = next(model.parameters())

        def step(*_):
            self.events.append("step" if weight.grad is not None and weight.grad.any() else "step without slopes")

        model.register_forward_pre_hook(lambda *_: self.events.append("forward"))
        weight.register_post_accumulate_grad_hook(lambda *_: self.events.append("slopes"))
        optimizer.register_step_pre_hook(step)
        optimizer.events = self.events

    def __torch_function__(self, func, types, args=(), kwargs=None):
        if func is torch.Tensor.backward:
            self.calls.append("backward")
        elif func in (F.cross_entropy, F.mse_loss) and args[0].grad_fn is None:
            self.calls.append("loss of outputs without history")
        return func(*args, **(kwargs or {}))

    @property
    def clues(self):
        """What was noted, in a few sentences."""
        return {
            "events": ", ".join(self.events),
            "events but for clearing": ", ".join(event for event in self.events if event != "clear"),
            "calls": ", ".join(self.calls),
            "step is named": "step" in self.optimizer.named,
            "zero_grad is named": "zero_grad" in self.optimizer.named,
        }


def probe_step(student, inputs):
    """One step with each of two criteria."""
    answers, clues = {}, {}
    targets = {"cross entropy": inputs["classes"], "squared error": inputs["values"]}
    for name, criterion in {"cross entropy": nn.CrossEntropyLoss(), "squared error": nn.MSELoss()}.items():
        model = network(inputs)
        optimizer = SGD(model.parameters(), lr=0.1)
        with Diary(model, optimizer) as diary:
            loss = student.train_step(model, inputs["samples"], targets[name], criterion, optimizer)
        answers[name] = {"loss": loss, "weights": weights(model)}
        clues[name] = diary.clues
    return {**answers, "clues": clues}


def probe_criterion(student, inputs):
    """One step with each of three criteria that are less usual: a sum, a plain function, another formula."""
    criteria = {
        "sum": (nn.CrossEntropyLoss(reduction="sum"), "classes", 0.02),
        "function": (F.cross_entropy, "classes", 0.1),
        "absolute error": (nn.L1Loss(), "values", 0.1),
    }
    answers, losses = {}, {}
    for name, (criterion, targets, rate) in criteria.items():
        model = network(inputs)
        optimizer = torch.optim.SGD(model.parameters(), lr=rate)
        losses[name] = student.train_step(model, inputs["samples"], inputs[targets], criterion, optimizer)
        answers[name] = weights(model)
    return {"weights": answers, "evidence": losses, "clues": losses}


# -------------------------------------------------------------------------------------------------- several batches (6.2)


def steps(student, inputs, model, optimizer, count=3):
    """The weights after each of some steps, on batches of 4, 3, 2 and 1 samples.

    Whether a step gives anything back is asked elsewhere: one that stops when the weights have moved has moved them.
    """
    after, losses, start = {}, [], 0
    for step in range(1, count + 1):
        chosen = slice(start, start := start + 5 - step)
        samples, classes = inputs["samples"][chosen], inputs["classes"][chosen]
        before = weights(model)
        try:
            losses.append(student.train_step(model, samples, classes, nn.CrossEntropyLoss(), optimizer))
        except Exception:
            if all(torch.equal(value, before[name]) for name, value in weights(model).items()):
                raise
        after[f"after step {step}"] = weights(model)
    return after, losses


def probe_three_steps(student, inputs):
    """Three steps of plain SGD."""
    model = network(inputs)
    optimizer = SGD(model.parameters(), lr=0.1)
    with Diary(model, optimizer) as diary:
        after, losses = steps(student, inputs, model, optimizer)
    return {**after, "evidence": alone(student, inputs, after), "clues": {"losses": losses, **diary.clues}}


def alone(student, inputs, after):
    """The weights after each step taken alone: by a model and an optimizer that know of no step before.

    The optimizer has twice the rate and makes weights smaller by itself, so that it shows whether it was this one that moved them.
    """
    found, start, before = {}, 0, weights(network(inputs))
    for step, reached in enumerate(after.values(), start=1):
        chosen, model = slice(start, start := start + 5 - step), network(inputs)
        for parameter, value in zip(model.parameters(), before.values(), strict=True):
            parameter.data.copy_(value)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.2, weight_decay=0.5)
        with contextlib.suppress(Exception):  # as in `steps`
            student.train_step(
                model, inputs["samples"][chosen], inputs["classes"][chosen], nn.CrossEntropyLoss(), optimizer
            )
        found[f"after step {step}"] = weights(model)
        before = reached
    return found


def probe_order(student, inputs):
    """Three steps with layers defined in another order than they are used, and one parameter frozen."""
    model = Backwards(inputs)
    model.output.bias.requires_grad_(False)
    after, losses = steps(student, inputs, model, torch.optim.SGD(model.parameters(), lr=0.1))
    return {**after, "clues": {"losses": losses}}


def probe_part(student, inputs):
    """Three steps with an optimizer that holds only some parameters, in two groups with rates of their own."""
    model = network(inputs)
    groups = [{"params": [model.output.weight]}, {"params": [model.output.bias], "lr": 0.02}]
    after, losses = steps(student, inputs, model, torch.optim.SGD(groups, lr=0.1))
    return {**after, "clues": {"losses": losses}}


def probe_momentum(student, inputs):
    """Four steps with momentum."""
    model = network(inputs)
    after, losses = steps(student, inputs, model, torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9), count=4)
    return {**after, "clues": {"losses": losses}}


def probe_adam(student, inputs):
    """Four steps with Adam."""
    model = network(inputs)
    after, losses = steps(student, inputs, model, torch.optim.Adam(model.parameters(), lr=0.02), count=4)
    return {**after, "clues": {"losses": losses}}


# ------------------------------------------------------------------------------------------------------ whole epochs (6.3)


def probe_two_epochs(student, inputs):
    """Two epochs over batches of 4, 4 and 2 samples."""
    model = network(inputs)
    optimizer = SGD(model.parameters(), lr=0.1)
    data = loader(inputs["samples"], inputs["classes"], 4)
    with Diary(model, optimizer) as diary:
        losses = student.train(model, data, nn.CrossEntropyLoss(), optimizer, 2, torch.device("cpu"))
    clues = {**diary.clues, "a step gives": _kind(student, inputs)}
    return {"losses": losses, "weights": weights(model), "clues": clues}


def _kind(student, inputs):
    """The type of what `train_step` gives back, since `train` may have inherited it."""
    with contextlib.suppress(Exception):
        model = network(inputs)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        criterion = nn.CrossEntropyLoss()
        return type(student["train_step"](model, inputs["samples"], inputs["classes"], criterion, optimizer)).__name__
    return None


def probe_training_mode(student, inputs):
    """Two epochs of a model with layers that care, handed over in one mode and in the other."""
    answers, evidence, clues = {}, {}, {}
    for name, training in {"evaluation": False, "training": True}.items():
        model = network(inputs, norm=norm(inputs), mask=Mask(inputs["mask"])).train(training)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        data = loader(inputs["samples"], inputs["classes"], 5)
        losses = student.train(model, data, nn.CrossEntropyLoss(), optimizer, 2, "cpu")
        answers[f"handed over in {name} mode"] = weights(model)
        evidence[name] = model.mask.first
        clues[name] = {"losses": losses, "state": state(model)}
    return {**answers, "evidence": evidence, "clues": clues}


def probe_walks(student, inputs):
    """One epoch, then three more, over a loader that shuffles, with another criterion and an optimizer that remembers."""
    model = network(inputs)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.5)
    data = loader(inputs["samples"], inputs["values"], 3, Walks(inputs["orders"]))
    answers, losses = {}, {}
    for name, epochs in {"after 1 epoch": 1, "after 3 epochs more": 3}.items():
        losses[name] = student.train(model, data, nn.MSELoss(), optimizer, epochs, "cpu")
        answers[name] = weights(model)
    return {**answers, "clues": losses}


def probe_rising(student, inputs):
    """Three epochs in which the loss rises, since the optimizer walks uphill: no reason to stop or to turn back.

    Asked twice, so that what the first training leaves behind would show in the second.
    """
    answers = {}
    for name in ("first", "second"):
        model = network(inputs)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.05, maximize=True)
        data = loader(inputs["samples"], inputs["classes"], 5)
        losses = student.train(model, data, nn.CrossEntropyLoss(), optimizer, 3, "cpu")
        # Whether the losses are a list at all, and the right ones, is asked elsewhere.
        answers[f"{name} training"] = weights(model)
        answers[f"as many losses as epochs in the {name} training"] = not isinstance(losses, list) or len(losses) == 3
        answers[f"the losses rise in the {name} training"] = rise(losses)
    return answers


def rise(losses):
    """Whether each loss is larger than the one before, as far as this is a list of floats."""
    plain = isinstance(losses, list) and all(type(loss) is float for loss in losses)
    return not plain or all(before < after for before, after in zip(losses, losses[1:], strict=False))


# -------------------------------------------------------------------------------------------------------- evaluation (6.4)


def loss_of(answer):
    """The loss in an answer of `evaluate`, whose form is asked for elsewhere."""
    loss = answer[0] if isinstance(answer, (tuple, list)) and len(answer) == 2 else answer
    return loss.item() if isinstance(loss, torch.Tensor) and loss.numel() == 1 else loss


def one_batch(inputs):
    """A loader of one batch with as many samples as there are classes.

    Whether means are right, and whether decisions are made along the right dimension, is asked elsewhere.
    """
    return loader(inputs["samples"][:3], inputs["judged classes"][:3], 3)


def probe_evaluate(student, inputs):
    """Loss and accuracy over batches of 4, 4 and 2 samples, of 3, 3 and 1, and of 3 by a criterion that sees every change."""
    model = network(inputs)
    plain = loader(inputs["samples"], inputs["judged classes"], 4)
    square = loader(inputs["square samples"], inputs["square classes"], 3)
    return {
        "10 samples": student.evaluate(model, plain, nn.CrossEntropyLoss(), torch.device("cpu")),
        "7 samples": student.evaluate(model, square, nn.CrossEntropyLoss(), torch.device("cpu")),
        "another criterion": student.evaluate(model, one_batch(inputs), nn.NLLLoss(), torch.device("cpu")),
    }


def probe_evaluation_mode(student, inputs):
    """The loss of a model that is handed over in training mode and has layers that care."""
    model = network(inputs, norm=norm(inputs), mask=Mask(inputs["mask"])).train()
    answer = student.evaluate(model, one_batch(inputs), F.cross_entropy, "cpu")
    return {"loss": loss_of(answer), "later": later(student, inputs, answer), "clues": {"answer": answer}}


def later(student, inputs, answer):
    """The loss of one batch again, now found with the same batch twice in the loader.

    Whether a mean over batches is right is asked elsewhere: a sum of the two counts as half of it.
    """
    model = network(inputs, norm=norm(inputs), mask=Mask(inputs["mask"])).train()
    samples, classes = inputs["samples"][:3].repeat(2, 1), inputs["judged classes"][:3].repeat(2)
    both = loss_of(student.evaluate(model, loader(samples, classes, 3), F.cross_entropy, "cpu"))
    one = loss_of(answer)
    plain = isinstance(one, float) and isinstance(both, float) and one > 0 and math.isfinite(both / one)
    return both / max(1, round(both / one)) if plain else both


def probe_no_graph(student, inputs):
    """The loss of a model with a layer that cares whether autograd records."""
    model = network(inputs, recorded=Recorded(inputs["mask"])).train()
    answer = student.evaluate(model, one_batch(inputs), nn.CrossEntropyLoss(label_smoothing=0.1), "cpu")
    return {"loss": loss_of(answer), "clues": {"answer": answer}}


def probe_untouched(student, inputs):
    """What is found after an evaluation: all that it could have changed."""
    answers, clues = {}, {}
    for name, training in {"a model in training mode": True, "a model in evaluation mode": False}.items():
        layers = {"norm": norm(inputs), "mask": Mask(inputs["mask"]), "recorded": Recorded(inputs["mask"].flip(0))}
        model = network(inputs, **layers).train(training)
        model.hidden.bias.requires_grad_(False)
        pieces = inputs["gradients"].split([p.numel() for p in model.parameters()])
        for parameter, piece in zip(model.parameters(), pieces, strict=True):
            parameter.grad = piece.view_as(parameter).clone() if parameter.requires_grad else None
        torch.manual_seed(int(inputs["draw"]))
        student.evaluate(model, one_batch(inputs), nn.CrossEntropyLoss(), "cpu")
        clues[name] = torch.is_grad_enabled()
        found = {"random numbers": torch.rand(4), "state": state(model)}
        # One forward and backward pass of our own: its outputs show the mode, and whether autograd is still at work;
        # its slopes, added to those that were there, show the gradients and the flags.
        outputs = model(inputs["samples"])
        if outputs.requires_grad:
            outputs.square().mean().backward()
        answers[name] = {**found, "outputs": outputs.detach().clone(), "gradients": gradients(model)}
        torch.set_grad_enabled(True)
    return {**answers, "clues": clues}


# ---------------------------------------------------------------------------------------------------- another device (6.5)


def tensors(*values):
    """All tensors in these values."""
    for value in values:
        if isinstance(value, torch.Tensor):
            yield value
        elif isinstance(value, (list, tuple)):
            yield from tensors(*value)
        elif isinstance(value, dict):
            yield from tensors(*value.values())


class Chip(TorchDispatchMode):
    """A stand-in for an accelerator, as far as arithmetic goes.

    A tensor is on the chip when its storage is one of `storages`, although all storages are in ordinary memory. What is
    computed from a tensor on the chip is on the chip, and mixing with the CPU is refused as CUDA refuses it. Matrix
    products come out an eighth too large there, so that the numbers themselves show where they were computed.
    """

    TOO_LARGE = 1.125
    PRODUCTS = frozenset(
        getattr(torch.ops.aten, name) for name in ("mm", "addmm", "bmm", "baddbmm", "mv", "addmv", "dot")
    )
    CROSSINGS = frozenset({torch.ops.aten.copy_})
    # CUDA takes indices from the CPU too.
    INDEXING = frozenset({torch.ops.aten.index, torch.ops.aten.index_put, torch.ops.aten.index_put_})

    def __init__(self):
        super().__init__()
        self.storages = {}
        self.simple = set()
        """The operations that have no parts."""
        self.at_work = False
        self.first = None
        """The first matrix product that was computed there."""

    def __contains__(self, tensor):
        while torch._C._functorch.is_functorch_wrapped_tensor(tensor):  # as inside torch.func.grad
            tensor = torch._C._functorch.get_unwrapped(tensor)
        return tensor.untyped_storage()._cdata in self.storages

    def add(self, tensor):
        """Declares that this tensor is on the chip. Holding its storage keeps the address from being used again."""
        self.storages[tensor.untyped_storage()._cdata] = tensor.untyped_storage()

    def remove(self, tensor):
        """Declares that this tensor is not on the chip."""
        self.storages.pop(tensor.untyped_storage()._cdata, None)

    def move(self, tensor, there):
        """The tensor itself if it is where it should be, or else a copy that is."""
        return tensor if (tensor in self) is there else Move.apply(tensor, self, there)

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        # In inference mode, operations arrive whole that otherwise arrive in parts.
        if func not in self.simple:
            with self:
                parts = func.decompose(*args, **kwargs)
            if parts is not NotImplemented:
                return parts
            self.simple.add(func)
        given = [*tensors(args, kwargs)]
        # What is made out of nothing while the chip is at work, such as the zeros that one_hot fills, is on the chip.
        if not any(tensor in self for tensor in given) and (given or not self.at_work):
            return func(*args, **kwargs)
        self._refuse_mixing(func, args, given)
        known = {tensor.untyped_storage()._cdata for tensor in given}
        results = func(*args, **kwargs)
        for result in tensors(results):
            if result.untyped_storage()._cdata not in known:
                self.add(result)
        if func.overloadpacket in self.PRODUCTS:
            results.mul_(self.TOO_LARGE)
            self.first = results.clone() if self.first is None else self.first
        return results

    def _refuse_mixing(self, func, args, given):
        if func.overloadpacket in self.CROSSINGS:
            return
        if func.overloadpacket in self.INDEXING and args[0] in self:
            given = [args[0], *args[2:]]
        changed = args[0] if func._schema.is_mutable else None
        for tensor in given:
            # A scalar on the CPU may meet tensors from anywhere, unless it is the one to be changed.
            if isinstance(tensor, torch.Tensor) and tensor not in self and (tensor.dim() or tensor is changed):
                names = [a.name for a, value in zip(func._schema.arguments, args, strict=False) if value is tensor]
                raise RuntimeError(
                    "Expected all tensors to be on the same device, but found at least two devices, meta and cpu! "
                    f"(when checking argument {', '.join(names) or 'tensors'} in method {func.overloadpacket.__name__})"
                )


class Move(torch.autograd.Function):
    """A copy on the chip or off it; its gradient travels the other way."""

    @staticmethod
    def forward(ctx, tensor, chip, there):
        """Copies."""
        ctx.chip, ctx.back = chip, tensor in chip
        copy = tensor.clone()
        (chip.add if there else chip.remove)(copy)
        return copy

    @staticmethod
    def backward(ctx, slope):
        """Copies back."""
        return ctx.chip.move(slope, ctx.back), None, None


class Names(TorchFunctionMode):
    """The other half of the stand-in: where a program names a device, or asks for one, the chip is called ``meta``."""

    def __init__(self, chip):
        super().__init__()
        self.chip = chip

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        given = tensors(args, kwargs)
        before, self.chip.at_work = self.chip.at_work, any(tensor in self.chip for tensor in given)
        try:
            return self._call(func, args, kwargs)
        finally:
            self.chip.at_work = before

    def _call(self, func, args, kwargs):
        if func == torch.Tensor.device.__get__:
            return self._device(args[0])
        if func in (torch.Tensor.numpy, torch.Tensor.__array__) and not kwargs.get("force") and args[0] in self.chip:
            # What a real accelerator says.
            words = "can't convert meta device type tensor to numpy. Use Tensor.cpu() to copy the tensor to host memory"
            raise TypeError(f"{words} first.")
        if func is torch.Tensor.__deepcopy__:
            there, copy = args[0] in self.chip, func(*args, **kwargs)
            return self.chip.move(copy, there)
        if func is torch._C._nn._parse_to:  # `model.to` reads its arguments with it
            like = [value for value in (*args, *kwargs.values()) if isinstance(value, torch.Tensor)]
            found = func(*args, **kwargs)
            return (self._device(like[0]), *found[1:]) if like else found
        device = self._named(func, args, kwargs)
        if device is None or device.type not in ("meta", "cpu"):
            return func(*args, **kwargs)
        args, kwargs = ([self._plain(value) for value in args], {k: self._plain(v) for k, v in kwargs.items()})
        return tree_map_only(
            torch.Tensor, lambda tensor: self.chip.move(tensor, device.type == "meta"), func(*args, **kwargs)
        )

    def _device(self, tensor):
        return torch.device("meta" if tensor in self.chip else "cpu")

    def _named(self, func, args, kwargs):
        """The device that a call names for its result, if it names one."""
        if func is torch.Tensor.cpu:
            return torch.device("cpu")
        places = [kwargs.get("device")]
        if func is torch.Tensor.to:
            places += [*args[1:], kwargs.get("other")]
        if func is torch.Tensor.new_tensor:
            places.append(args[0])
        for place in places:
            if isinstance(place, torch.Tensor):
                return self._device(place)
            if isinstance(place, (str, torch.device)):
                return torch.device(place)
        return None

    @staticmethod
    def _plain(value):
        """What stands for the chip in ordinary memory."""
        if isinstance(value, torch.device) and value.type == "meta":
            return torch.device("cpu")
        return "cpu" if isinstance(value, str) and value.partition(":")[0] == "meta" else value


@contextlib.contextmanager
def accelerator():
    """While it lasts, there is a device ``meta`` on which numbers can be computed."""
    with Chip() as chip, Names(chip):
        yield chip


class Everywhere(Chip):
    """The arithmetic of the chip for all tensors, wherever they are: as it would be if everything were there."""

    def __contains__(self, tensor):
        return True


def probe_train_elsewhere(student, inputs):
    """Two epochs on another device; model and optimizer are made before. Then two here, by the arithmetic of that device.

    So it can be seen whether a training that is wrong wherever it is done is at least done there.
    """
    found, losses, first = {}, {}, None
    for device, place in {"meta": accelerator(), "cpu": Everywhere()}.items():
        model = network(inputs, mask=Mask(inputs["mask"]))
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
        data = loader(inputs["samples"], inputs["classes"], 4)
        torch.manual_seed(int(inputs["draw"]))
        with place as chip:
            losses[device] = student.train(model, data, nn.CrossEntropyLoss(), optimizer, 2, torch.device(device))
        found[device] = weights(model)
        first = chip.first if device == "meta" else first
    evidence = {"weights here": found["cpu"], "first product there": first}
    return {"weights": found["meta"], "evidence": evidence, "clues": {"losses": losses["meta"]}}


def probe_evaluate_elsewhere(student, inputs):
    """Two evaluations on another device, which is named by text and by object; the model is there since the first.

    Whether means are right is asked elsewhere: each loss is told in units of the one that is found here. So are answers of
    another form, of which those that are found by the arithmetic of that device are told.
    """
    model = network(inputs, norm=norm(inputs))
    answers, losses, alike = {}, {}, {}
    with accelerator() as chip:
        for name, device in {"by text": "meta", "by object": torch.device("meta")}.items():
            answers[name] = student.evaluate(model, one_batch(inputs), nn.CrossEntropyLoss(), device)
            nn.init.constant_(model.output.bias, 0.5)
    model = network(inputs, norm=norm(inputs))
    with Everywhere():
        for name in answers:
            alike[name] = student.evaluate(model, one_batch(inputs), nn.CrossEntropyLoss(), "cpu")
            nn.init.constant_(model.output.bias, 0.5)
    model = network(inputs, norm=norm(inputs))
    for name, answer in answers.items():
        there, here = loss_of(answer), loss_of(student.evaluate(model, one_batch(inputs), nn.CrossEntropyLoss(), "cpu"))
        nn.init.constant_(model.output.bias, 0.5)
        plain = isinstance(there, float) and isinstance(here, float) and here > 0 and math.isfinite(there / here)
        losses[f"the device named {name}"] = there / here if plain else there
    evidence = {"there": answers, "here": alike, "first product there": chip.first}
    return {"losses": losses, "evidence": evidence, "clues": answers}


# -------------------------------------------------------------------------------------------------------- real digits (6.6)


def probe_digits(student, inputs):
    """Three epochs on 2,000 digits: the weights, and what the network then says of digits it has seen.

    What it says of digits it has not seen is found out from the weights, where nobody can say it in its place.
    """
    model = nn.Sequential(nn.Flatten(), linear(inputs, "first"), nn.ReLU(), linear(inputs, "second"))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    data = loader(inputs["images"] / 255, inputs["labels"], 64)
    losses = student.train(model, data, nn.CrossEntropyLoss(), optimizer, 3, "cpu")
    model.eval()
    with torch.no_grad():
        seen = model(inputs["images"][:200] / 255)
    evidence = [parameter.detach().half() for parameter in model.parameters()]
    return {"outputs for seen digits": seen, "evidence": evidence, "clues": {"losses": losses}}
