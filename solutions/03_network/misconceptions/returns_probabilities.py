"""A decision is one whole number for each image. What are yours?"""
def predict(model, images):
    was = model.training
    model.eval()
    with torch.no_grad():
        result = torch.softmax(model(images), dim=1)
    model.train(was)
    return result
