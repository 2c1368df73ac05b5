"""There are two modes. Which of them is for looking, and which one did you choose?"""
def predict(model, images):
    was = model.training
    model.train()
    with torch.no_grad():
        result = model(images).argmax(dim=1)
    model.train(was)
    return result
