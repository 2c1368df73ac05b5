"""Which kind of object do you give back, and which does the docstring name?"""


def predict(model, images):
    was = model.training
    model.eval()
    with torch.no_grad():
        result = model(images).argmax(dim=1)
    model.train(was)
    return result.numpy()
