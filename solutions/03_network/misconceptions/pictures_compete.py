"""Before you look for the largest, you divide among the pictures of a batch. What if one picture comes alone?"""


def predict(model, images):
    was = model.training
    model.eval()
    with torch.no_grad():
        result = torch.softmax(model(images), dim=0).argmax(dim=1)
    model.train(was)
    return result
