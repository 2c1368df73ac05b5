"""A module has modules inside, each with a mode of its own. Which of them does your line switch?"""


def predict(model, images):
    was = model.training
    model.training = False
    with torch.no_grad():
        result = model(images).argmax(dim=1)
    model.training = was
    return result
