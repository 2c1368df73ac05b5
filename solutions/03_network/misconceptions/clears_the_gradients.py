"""Suppose somebody has just called backward and not yet stepped. What did your call do to their gradients?"""
def predict(model, images):
    was = model.training
    model.eval()
    model.zero_grad()
    with torch.no_grad():
        result = model(images).argmax(dim=1)
    model.train(was)
    return result
