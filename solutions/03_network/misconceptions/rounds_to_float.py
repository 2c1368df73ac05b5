"""Which `dtype` does a place in a row have? Print that of yours."""
def predict(model, images):
    was = model.training
    model.eval()
    with torch.no_grad():
        result = model(images).argmax(dim=1).float()
    model.train(was)
    return result
