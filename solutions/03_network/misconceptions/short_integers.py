"""Which `dtype` does PyTorch use for classes? Compare it with yours."""
def predict(model, images):
    was = model.training
    model.eval()
    with torch.no_grad():
        result = model(images).argmax(dim=1).int()
    model.train(was)
    return result
