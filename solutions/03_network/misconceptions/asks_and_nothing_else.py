"""While you only look, three things are different from training. Your function does neither of the first two yet."""
def predict(model, images):
    return model(images).argmax(dim=1)
