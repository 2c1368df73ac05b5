# right: the class is where the number of larger scores is zero.


def predict(model, images):
    mode = model.training
    model.eval()
    with torch.no_grad():
        scores = model(images)
    model.train(mode)
    return (scores < scores.amax(dim=1, keepdim=True)).int().argmin(dim=1)
