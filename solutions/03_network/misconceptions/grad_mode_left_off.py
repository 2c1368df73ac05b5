"""After your call, try to train anything. Who was to switch autograd on again?"""
def predict(model, images):
    was = model.training
    model.eval()
    torch.set_grad_enabled(False)
    result = model(images).argmax(dim=1)
    model.train(was)
    return result
