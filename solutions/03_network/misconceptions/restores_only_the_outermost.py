"""You set the mode of the outermost module by hand. In which mode are the modules inside it afterwards?"""


def predict(model, images):
    was = model.training
    model.eval()
    with torch.no_grad():
        result = model(images).argmax(dim=1)
    model.training = was
    return result
