"""Is -5 a larger logit than 2? Try a model that has only negative logits."""
def predict(model, images):
    was = model.training
    model.eval()
    with torch.no_grad():
        result = model(images).abs().argmax(dim=1)
    model.train(was)
    return result
