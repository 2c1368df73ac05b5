"""The optimizer has a group for each module, or is a subclass of torch's Optimizer; the step is fused over all tensors."""
import torch


class Plain(torch.optim.Optimizer):
    def __init__(self, parameters, lr):
        super().__init__(parameters, dict(lr=lr))

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            sgd_step(group["params"], group["lr"])


def sgd_step(parameters, lr):
    moved = [p for p in parameters if p.grad is not None]
    with torch.inference_mode():
        torch._foreach_add_(moved, [p.grad for p in moved], alpha=-lr)


def choose_optimizer(name, model, lr):
    groups = [{"params": list(module.parameters(recurse=False))} for module in model.modules()]
    match name:
        case "sgd":
            return Plain(model.parameters(), lr)
        case "adam":
            return torch.optim.Adam([group for group in groups if group["params"]], lr=lr)
    raise ValueError(name)
