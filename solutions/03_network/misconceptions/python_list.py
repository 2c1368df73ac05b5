"""Which type do you give back, and which one does the docstring name?"""
def predict(model, images):
    was = model.training
    model.eval()
    with torch.no_grad():
        result = model(images).argmax(dim=1).tolist()
    model.train(was)
    return result
