"""Makes a context manager for looking only."""

import contextlib
@contextlib.contextmanager
def evaluating(model):
    was = model.training
    model.eval()
    try:
        with torch.no_grad():
            yield
    finally:
        model.train(was)
def predict(model, images):
    with evaluating(model):
        return model(images).max(dim=1).indices.long()
