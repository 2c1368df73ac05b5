"""id: F12b
tries: have a hook on every optimizer do what the task asks for
expect: 1.3 WRONG 2
"""
from torch.optim.optimizer import register_optimizer_step_post_hook

register_optimizer_step_post_hook(lambda optimizer, *_: optimizer.zero_grad())

def train_step(model, x, y, lr):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    loss = nn.functional.mse_loss(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()
