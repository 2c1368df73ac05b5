"""Somebody put the model into evaluation mode before calling you. Which mode is it in afterwards?"""
def predict(model, images):
    model.eval()
    with torch.no_grad():
        result = model(images).argmax(dim=1)
    model.train()
    return result
