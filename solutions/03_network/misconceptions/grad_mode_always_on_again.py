"""Your caller may have switched autograd off on purpose. What is it afterwards?"""
def predict(model, images):
    was = model.training
    model.eval()
    torch.set_grad_enabled(False)
    result = model(images).argmax(dim=1)
    torch.set_grad_enabled(True)
    model.train(was)
    return result
