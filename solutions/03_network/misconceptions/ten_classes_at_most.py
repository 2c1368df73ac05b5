"""The model may tell more classes apart than there are digits. Where do you count on ten?"""


def predict(model, images):
    was = model.training
    model.eval()
    with torch.no_grad():
        result = model(images)[:, :10].argmax(dim=1)
    model.train(was)
    return result
