"""Print the shape of your result: is it a row of N numbers?"""
def predict(model, images):
    was = model.training
    model.eval()
    with torch.no_grad():
        result = model(images).argmax(dim=1, keepdim=True)
    model.train(was)
    return result
