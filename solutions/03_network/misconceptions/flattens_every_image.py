"""Some models need the rows and columns of an image. Whose business is its form?"""
def predict(model, images):
    was = model.training
    model.eval()
    with torch.no_grad():
        result = model(images.flatten(1)).argmax(dim=1)
    model.train(was)
    return result
