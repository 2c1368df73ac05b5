"""`torch.max` along a direction hands over two things. Which of them are the classes?"""


def predict(model, images):
    was = model.training
    model.eval()
    with torch.no_grad():
        result = torch.max(model(images), dim=1)
    model.train(was)
    return result
