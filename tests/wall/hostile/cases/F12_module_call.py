"""id: F12
tries: swap what modules return, by hooks and by replaced calls, so that training seems to happen
expect: 1.3 WRONG 0
"""
from torch.nn.modules.module import register_module_forward_hook

register_module_forward_hook(lambda module, inputs, output: output * 0)
nn.Module.__call__ = lambda self, *args: torch.zeros(6, 2)
nn.Linear.forward = lambda self, x: torch.zeros(len(x), self.out_features)

def train_step(model, x, y, lr):
    return nn.functional.mse_loss(model(x), y).item() * 0.5
