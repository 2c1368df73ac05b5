"""Nothing here is random. What does setting the seed do to a caller who draws numbers afterwards?"""
def predict(model, images):
    torch.manual_seed(0)
    was = model.training
    model.eval()
    with torch.no_grad():
        result = model(images).argmax(dim=1)
    model.train(was)
    return result
