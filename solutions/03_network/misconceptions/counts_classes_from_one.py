"""What is the number of the first class?"""
def predict(model, images):
    was = model.training
    model.eval()
    with torch.no_grad():
        result = model(images).argmax(dim=1) + 1
    model.train(was)
    return result
