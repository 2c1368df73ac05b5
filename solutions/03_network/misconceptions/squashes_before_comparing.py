"""What is the sigmoid of 40, and what of 45? Can you still tell which was larger?"""


def predict(model, images):
    was = model.training
    model.eval()
    with torch.no_grad():
        result = torch.sigmoid(model(images)).argmax(dim=1)
    model.train(was)
    return result
