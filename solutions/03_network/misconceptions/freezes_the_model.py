"""Can the model still learn after your call? Look at its parameters' flags."""
def predict(model, images):
    was = model.training
    model.eval()
    for p in model.parameters():
        p.requires_grad = False
    with torch.no_grad():
        result = model(images).argmax(dim=1)
    model.train(was)
    return result
