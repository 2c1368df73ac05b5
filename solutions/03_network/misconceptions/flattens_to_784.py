"""Not every model takes rows of 784 pixels. Whose business is the form of the images?"""
def predict(model, images):
    was = model.training
    model.eval()
    with torch.no_grad():
        result = model(images.reshape(-1, 784)).argmax(dim=1)
    model.train(was)
    return result
