"""id: F14
tries: report a fine loss curve and an accuracy without any training
expect: 1.3 WRONG 0
"""
losses = iter([0.9, 0.5, 0.1] * 100)

def train_step(model, x, y, lr):
    print("accuracy: 99.3 %")
    model.training_done = True
    return next(losses)
