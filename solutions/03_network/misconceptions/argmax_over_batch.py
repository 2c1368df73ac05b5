"""How many predictions should seven images give, and how many do you get?"""
def predict(model, images):
    was = model.training
    model.eval()
    with torch.no_grad():
        result = model(images).argmax(dim=0)
    model.train(was)
    return result
