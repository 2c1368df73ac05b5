"""Do you need a history of the computation while you only look? Throwing it away at the end is late."""
def predict(model, images):
    was = model.training
    model.eval()
    result = model(images).argmax(dim=1)
    model.train(was)
    return result
