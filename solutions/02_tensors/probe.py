"""Questions about tensors and autograd. Nothing in here knows an answer."""

import torch


def inputs(seed):
    generator = torch.Generator().manual_seed(seed)

    def normal(*shape):
        return torch.randn(shape, generator=generator)

    def uniform(low, high, *shape):
        return low + (high - low) * torch.rand(shape, generator=generator)

    def pixels(*shape, top=256):
        return torch.randint(0, top, shape, generator=generator, dtype=torch.uint8)

    def rows(n, d):
        """Rows of very different places and widths, none nearly constant."""
        ranks = torch.stack([torch.randperm(d, generator=generator) for _ in range(n)]).float()
        return uniform(-3, 3, n, 1) + uniform(1, 3, n, 1) * (ranks + uniform(0, 0.3, n, d))

    def off_zero(*shape):
        """Numbers of both signs that keep away from 0, where bent functions have no slope."""
        signs = torch.randint(0, 2, shape, generator=generator) * 2 - 1
        return signs * uniform(0.2, 1.5, *shape)

    picture = pixels(28, 28)
    picture[0, :3] = torch.tensor([0, 255, 128], dtype=torch.uint8)
    return {
        "seed": torch.randint(1, 1 << 30, (), generator=generator),
        "picture": picture,
        "dark picture": pixels(28, 28, top=90),
        "large picture": pixels(60, 60),
        "colour picture": pixels(28, 28, 3),
        "rows": rows(4, 6),
        "square rows": rows(5, 5),
        "one row": rows(1, 8),
        "two columns": rows(9, 2),
        "wide rows": rows(3, 40),
        "x": normal(4, 3),
        "weight": normal(2, 3),
        "bias": normal(2),
        "square x": normal(4, 4),
        "square weight": normal(4, 4),
        "square bias": normal(4),
        "long x": normal(9, 5),
        "long weight": normal(1, 5),
        "long bias": normal(1),
        "thin x": normal(6, 1),
        "thin weight": normal(3, 1),
        "thin bias": normal(3),
        "turned x": normal(5, 14),
        "turned weight": normal(5, 3),
        "turned bias": normal(6),
        "affine coefficients": normal(4, 2),
        "points": off_zero(5),
        "table": off_zero(3, 4),
        "block": off_zero(2, 3, 4),
        "single": off_zero(),
        "old gradient": normal(5),
        "coefficients": uniform(0.5, 2, 3),
        "other coefficients": uniform(0.5, 2, 3),
        "start": normal(2),
        "widths": uniform(0.5, 2.5, 2),
        "centre": normal(2) + 3,
        "lr": uniform(0.1, 0.2),
        "large lr": uniform(2.2, 2.6),
        "start table": normal(2, 3),
        "start number": uniform(0.5, 1.5),
        "old start gradient": normal(2),
    }


# Functions that are asked about. Their coefficients are hidden, so that no answer can be written down beforehand.


def cubic(c):
    return lambda t: c[0] * t**3 + c[1] * t


def wave(c):
    return lambda t: torch.sin(c[0] * t) * torch.exp(c[1] * t)


def bent(c):
    return lambda t: torch.where(t > 0, c[0] * t**2, c[1] * t) + c[2] * torch.relu(t)


def bowl(widths, centre):
    return lambda p: (widths * (p - centre) ** 2).sum() / 2


# Turning states into numbers.


def numbers(tensor):
    """The numbers of a tensor, whether it has a history or not."""
    return tensor.detach() if isinstance(tensor, torch.Tensor) else tensor


def flag(tensor):
    """Whether gradients are wanted for a tensor, or it has a history."""
    return isinstance(tensor, torch.Tensor) and tensor.requires_grad


def single(tensor):
    return tensor.float() if isinstance(tensor, torch.Tensor) else tensor


def afterwards(tensor):
    """What comes after a call: random numbers, whether computations are noted down, and a gradient if they are."""
    drawn, leaf = torch.rand(4), tensor.detach().clone().requires_grad_()
    total = (leaf**2).sum()
    return {
        "the next random numbers": drawn,
        "computations are noted down": total.requires_grad,
        "a gradient computed afterwards": torch.autograd.grad(total, leaf)[0] if total.requires_grad else None,
    }


# 2.1


def plain(tensor):
    """The tensor itself where torchvision's own kind of tensor, for pictures, is given back."""
    return tensor.as_subclass(torch.Tensor) if isinstance(tensor, torch.Tensor) else tensor


def probe_picture(student, inputs):
    white = torch.full((28, 28), 255, dtype=torch.uint8)
    return {
        "tensor": plain(student.image_to_tensor(inputs["picture"].numpy())),
        "example": plain(student.image_to_tensor(white.numpy())),
    }


def probe_picture_kept(student, inputs):
    picture = inputs["picture"].numpy()
    student.image_to_tensor(picture)
    return {"the picture afterwards": picture}


def probe_picture_brightness(student, inputs):
    def ask(picture):
        return plain(student.image_to_tensor(picture))

    black = torch.zeros(28, 28, dtype=torch.uint8)
    return {
        "a dark picture": ask(inputs["dark picture"].numpy()),
        "a black picture": ask(black.numpy()),
        "a white picture": ask((black + 255).numpy()),
    }


def probe_picture_views(student, inputs):
    def ask(picture):
        return plain(student.image_to_tensor(picture))

    sealed = inputs["dark picture"].numpy()
    sealed.flags.writeable = False
    return {
        "a turned picture": ask(inputs["picture"].numpy().T),
        "a part of a larger picture": ask(inputs["large picture"].numpy()[3:59:2, 20:48]),
        "one colour of a picture": ask(inputs["colour picture"].numpy()[:, :, 1]),
        "a picture that is read-only": ask(sealed),
    }


# 2.2


def probe_rows(student, inputs):
    example = torch.tensor([[1.0, 3.0], [10.0, 30.0]])
    return {"rows": student.standardize(inputs["rows"]), "example": student.standardize(example)}


def probe_rows_shapes(student, inputs):
    return {name: student.standardize(inputs[name]) for name in ("one row", "two columns", "wide rows")}


def probe_rows_square(student, inputs):
    return {"as many rows as columns": student.standardize(inputs["square rows"])}


def probe_rows_views(student, inputs):
    return {
        "a turned table": student.standardize(inputs["wide rows"].T[:, :3]),
        "every second row": student.standardize(inputs["two columns"][::2]),
    }


def probe_rows_kept(student, inputs):
    x = inputs["rows"]
    first = student.standardize(x)
    kept = first.clone() if isinstance(first, torch.Tensor) else first
    second = student.standardize(x)
    return {"x afterwards": x, "the first result": kept, "the second result": second}


# 2.3


def probe_affine(student, inputs):
    example = (
        torch.tensor([[1.0, 2.0]]),
        torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]),
        torch.tensor([0.0, 0.0, 10.0]),
    )
    return {"y": student.affine(inputs["x"], inputs["weight"], inputs["bias"]), "example": student.affine(*example)}


def probe_affine_shapes(student, inputs):
    return {
        "one sample": student.affine(inputs["x"][:1], inputs["weight"], inputs["bias"]),
        "one output": student.affine(inputs["long x"], inputs["long weight"], inputs["long bias"]),
        "one input": student.affine(inputs["thin x"], inputs["thin weight"], inputs["thin bias"]),
        "turned and cut tensors": student.affine(
            inputs["turned x"].T[::2], inputs["turned weight"].T, inputs["turned bias"][::2]
        ),
    }


def probe_affine_square(student, inputs):
    return {"four of everything": student.affine(inputs["square x"], inputs["square weight"], inputs["square bias"])}


def probe_affine_kept(student, inputs):
    x, weight, bias = inputs["x"], inputs["weight"], inputs["bias"]
    student.affine(x, weight, bias)
    again = student.affine(x, weight, bias)
    wanted = [tensor.requires_grad for tensor in (x, weight, bias)]
    return {
        "x afterwards": x,
        "weight afterwards": weight,
        "bias afterwards": bias,
        "gradients wanted for x, weight, bias": wanted,
        "y, asked again": again,
    }


def probe_affine_random(student, inputs):
    torch.manual_seed(int(inputs["seed"]))
    student.affine(inputs["x"], inputs["weight"], inputs["bias"])
    return {"the next random numbers": torch.rand(4)}


def probe_affine_gradients(student, inputs):
    leaves = [inputs[name].requires_grad_() for name in ("x", "weight", "bias")]
    total = (student.affine(*leaves) * inputs["affine coefficients"]).sum()
    found = torch.autograd.grad(total, leaves, allow_unused=True) if total.requires_grad else [None] * 3
    return dict(zip(["gradient of x", "gradient of weight", "gradient of bias"], found))


# 2.4


def probe_slope(student, inputs):
    return {
        "slope": student.slope(cubic(inputs["coefficients"]), inputs["points"]),
        "example": student.slope(torch.square, torch.tensor([1.0, 5.0])),
    }


def probe_slope_detached(student, inputs):
    found = student.slope(cubic(inputs["coefficients"]), inputs["points"])
    return {"slope": numbers(found), "the slope has a history": flag(found)}


def probe_slope_kept(student, inputs):
    x = inputs["points"]
    student.slope(cubic(inputs["coefficients"]), x)
    return {"x": x.detach(), "x asks for a gradient": flag(x), "x.grad": x.grad}


def probe_slope_shapes(student, inputs):
    f = cubic(inputs["coefficients"])
    return {
        "a single number": student.slope(f, inputs["single"]),
        "one value": student.slope(f, inputs["points"][:1]),
        "a table": student.slope(f, inputs["table"]),
        "a turned table": student.slope(f, inputs["table"].T),
        "a block": student.slope(f, inputs["block"]),
        "double precision": single(student.slope(f, inputs["points"].double())),
    }


def probe_slope_functions(student, inputs):
    x = inputs["table"]
    return {
        "a wave": student.slope(wave(inputs["coefficients"]), x),
        "a bent line": student.slope(bent(inputs["coefficients"]), x),
        "the function that does nothing": student.slope(lambda t: t, x),
        "a module": student.slope(torch.nn.Tanh(), x),
    }


def probe_slope_autograd(student, inputs):
    c = inputs["coefficients"]
    return {"a factor that is held still": student.slope(lambda t: t * (c[0] * t).detach(), inputs["points"])}


def probe_slope_weighted(student, inputs):
    weight = inputs["coefficients"].requires_grad_()
    found = student.slope(lambda t: weight[0] * t**2 + weight[1], inputs["points"])
    return {"a function with weights of its own": found, "clues": {"gradient of the weights": weight.grad}}


def probe_slope_tracked(student, inputs):
    x = inputs["points"].requires_grad_()
    x.grad = inputs["old gradient"]
    found = student.slope(cubic(inputs["coefficients"]), x)
    return {
        "slope": numbers(found),
        "the slope has a history": flag(found),
        "x": x.detach(),
        "x asks for a gradient": flag(x),
        "x.grad": x.grad,
    }


def probe_slope_of_result(student, inputs):
    base = inputs["points"].requires_grad_()
    x = 2 * base
    found = student.slope(cubic(inputs["coefficients"]), x)
    if x.requires_grad:
        (x * inputs["old gradient"]).sum().backward()
    return {
        "slope": numbers(found),
        "the slope has a history": flag(found),
        "x": x.detach(),
        "x has a history": flag(x),
        "base.grad": base.grad,
    }


def probe_slope_twice(student, inputs):
    x = inputs["points"]
    first = student.slope(cubic(inputs["coefficients"]), x)
    second = student.slope(wave(inputs["other coefficients"]), x)
    return {"first": first, "second": second}


def probe_slope_world(student, inputs):
    torch.manual_seed(int(inputs["seed"]))
    student.slope(cubic(inputs["coefficients"]), inputs["points"])
    return afterwards(inputs["table"])


# 2.5


def probe_descend(student, inputs):
    function, lr = bowl(inputs["widths"], inputs["centre"]), inputs["lr"].item()
    asked = []

    def counted(p):
        asked.append(p)
        return function(p)

    points = {
        f"after {steps} step{'s' * (steps > 1)}": student.descend(counted, inputs["start"], lr, steps)
        for steps in (1, 2, 5)
    }
    example = student.descend(lambda p: (p**2).sum(), torch.tensor([1.0, -2.0]), 0.25, 2)
    return points | {"example": example, "clues": {"times the function was asked": len(asked)}}


def probe_descend_detached(student, inputs):
    function, lr = bowl(inputs["widths"], inputs["centre"]), inputs["lr"].item()
    point = student.descend(function, inputs["start"], lr, 3)
    return {"point": numbers(point), "the point has a history": flag(point)}


def probe_descend_kept(student, inputs):
    start = inputs["start"]
    student.descend(bowl(inputs["widths"], inputs["centre"]), start, inputs["lr"].item(), 3)
    return {"start": start.detach(), "start asks for a gradient": flag(start), "start.grad": start.grad}


def probe_descend_functions(student, inputs):
    c, lr = inputs["coefficients"], inputs["lr"].item()

    def valley(p):
        return c[0] * (p[0] - 1) ** 2 + 0.2 * (p[1] - torch.tanh(p[0])) ** 2

    def softened(p):
        return torch.log1p((c[1] * p) ** 2).sum() + torch.sqrt(1 + (p - c[0]) ** 2).mean()

    return {
        "a valley": student.descend(valley, inputs["start"], lr, 8),
        "a table of parameters": student.descend(softened, inputs["start table"], lr / 2, 12),
        "a turned table": student.descend(softened, inputs["start table"].T, lr, 3),
        "a single number": student.descend(lambda p: torch.cosh(p - c[2]), inputs["start number"], lr, 6),
    }


def probe_descend_gently(student, inputs):
    function, lr, c = bowl(inputs["widths"], inputs["centre"]), inputs["lr"].item(), inputs["other coefficients"][:2]
    return {
        "a very flat bowl": student.descend(lambda p: 1e-9 * function(p), inputs["start"], 1e9 * lr, 4),
        "a factor that is held still": student.descend(lambda p: (p * (c * p).detach()).sum(), inputs["start"], lr, 4),
    }


def probe_descend_long(student, inputs):
    function = bowl(inputs["widths"], inputs["centre"])
    return {"after 60 steps": student.descend(function, inputs["start"], inputs["lr"].item() / 10, 60)}


def probe_descend_nowhere(student, inputs):
    function = bowl(inputs["widths"], inputs["centre"])
    still = student.descend(function, inputs["start"].requires_grad_(), inputs["lr"].item(), 0)
    return {"after no step": numbers(still), "the point has a history": flag(still)}


def probe_descend_overshoot(student, inputs):
    widths = torch.ones(2)
    function, lr = bowl(widths, inputs["centre"]), inputs["large lr"].item()
    return {"after 3 steps": student.descend(function, inputs["start"], lr, 3)}


def probe_descend_tracked(student, inputs):
    function, lr = bowl(inputs["widths"], inputs["centre"]), inputs["lr"].item()
    start = inputs["start"].requires_grad_()
    start.grad = inputs["old start gradient"]
    point = student.descend(function, start, lr, 3)
    return {
        "point": numbers(point),
        "the point has a history": flag(point),
        "start": start.detach(),
        "start asks for a gradient": flag(start),
        "start.grad": start.grad,
    }


def probe_descend_from_result(student, inputs):
    function, lr = bowl(inputs["widths"], inputs["centre"]), inputs["lr"].item()
    base = inputs["start"].requires_grad_()
    start = 2 * base
    point = student.descend(function, start, lr, 3)
    if start.requires_grad:
        (start * inputs["old start gradient"]).sum().backward()
    return {
        "point": numbers(point),
        "the point has a history": flag(point),
        "start": start.detach(),
        "start has a history": flag(start),
        "base.grad": base.grad,
    }


def probe_descend_world(student, inputs):
    torch.manual_seed(int(inputs["seed"]))
    function, lr = bowl(inputs["widths"], inputs["centre"]), inputs["lr"].item()
    student.descend(function, inputs["start"], lr, 2)
    return afterwards(inputs["table"])


def probe_descend_twice(student, inputs):
    function, lr = bowl(inputs["widths"], inputs["centre"]), inputs["lr"].item()
    start = inputs["start"]
    first = student.descend(function, start, lr, 4)
    student.descend(bowl(inputs["widths"], -inputs["centre"]), start, lr, 2)
    second = student.descend(function, start, lr, 4)
    return {"first": first, "second": second}
