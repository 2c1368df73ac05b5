"""One part of a model may have been frozen on purpose. Is it still, after your call?"""
def predict(model, images):
    was = model.training
    model.eval()
    model.requires_grad_(False)
    result = model(images).argmax(dim=1)
    model.requires_grad_(True)
    model.train(was)
    return result
