"""id: R54
tries: answers that contain themselves
expect: 1.3 RECORD_TOO_BIG 0
"""
right = train_step
def train_step(model, x, y, lr):
    right(model, x, y, lr)
    loss = []
    loss.append(loss)
    return loss
