"""id: B20
tries: nothing: forgets to return
expect: 1.1 WRONG 0, 1.3 WRONG 0
says: None
"""
def scale(x):
    3 * x

def train_step(model, x, y, lr):
    loss = nn.functional.mse_loss(model(x), y)
    loss.backward()
