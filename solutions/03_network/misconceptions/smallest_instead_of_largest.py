"""Which logit belongs to the class the model believes in, and which did you pick?"""
def predict(model, images):
    was = model.training
    model.eval()
    with torch.no_grad():
        result = model(images).argmin(dim=1)
    model.train(was)
    return result
