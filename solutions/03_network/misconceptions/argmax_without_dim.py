"""How many numbers does your argmax give back?"""
def predict(model, images):
    was = model.training
    model.eval()
    with torch.no_grad():
        result = model(images).argmax()
    model.train(was)
    return result
