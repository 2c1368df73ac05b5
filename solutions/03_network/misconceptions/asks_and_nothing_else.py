"""While you only look, two things are different from training. Your function does neither yet."""
def predict(model, images):
    return model(images).argmax(dim=1)
