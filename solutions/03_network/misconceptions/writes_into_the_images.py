"""Are the images the same after the call? They belong to the caller."""
def predict(model, images):
    was = model.training
    model.eval()
    with torch.no_grad():
        images -= images.mean()
        result = model(images).argmax(dim=1)
    model.train(was)
    return result
